import FoundationEssentials

/// What is remembered across restarts. Every change and its audit row are one transaction: both or neither.
///
/// Methods block for one SQLite transaction and may be called from any thread. They throw ``StoreError`` for what a
/// caller can act on, and the database's own error otherwise.
package protocol AppStore: Sendable {
    /// A stable name for this installation; marks what is ours in Docker.
    var installation: String { get }

    /// Every app that is not removed, oldest first.
    func apps() throws -> [App]
    /// The newest deployments of an app, newest first.
    func deployments(of app: Int64, limit: Int) throws -> [Deployment]
    func deployment(_ id: Int64, of app: Int64) throws -> Deployment?
    /// The newest deployment that succeeded.
    func lastGoodDeployment(of app: Int64) throws -> Deployment?
    func keptLines(of deployment: Int64) throws -> KeptLines

    /// Adds an app in state `queued`, leases it a host port, and opens its first deployment.
    /// - Parameter key: a client's idempotency key. The same key and request give the first answer again.
    func add(_ request: NewApp, key: IdempotencyKey?, by caller: Caller) throws -> AddedApp
    /// Opens deployments and saves their apps' new states.
    func open(_ openings: [Opening], by caller: Caller) throws -> [Deployment]
    /// Saves what a person asked for.
    func save(_ app: App, asked action: String, by caller: Caller) throws
    /// Saves new settings.
    /// - Parameter before: the settings until now, for the audit log.
    func saveSettings(of app: App, before: AppSettings, by caller: Caller) throws
    /// Saves what was seen, in one transaction; not audited, since nobody did it.
    func save(_ apps: [App]) throws
    /// Saves how a deployment goes, and the app with it.
    func save(_ app: App, _ deployment: Deployment) throws
    /// Saves the places that an operator gave to deployments in the waiting line.
    /// - Parameter app: the one that was moved, the others being moved by that.
    func saveLine(_ deployments: [Deployment], moving app: App, to position: Int, by caller: Caller) throws
    /// Closes a deployment with the last lines of its log, and saves the app's state with it.
    func close(_ deployment: Deployment, of app: App, lines: [LogLine]) throws
    /// Saves how a deployment's container ended, with the last lines that it wrote.
    func endRun(of deployment: Deployment, lines: [LogLine]) throws
    /// Gives the app another free host port.
    func leaseAnotherPort(for app: App) throws -> UInt16
    /// Frees the name and the port; history and audit stay.
    func remove(_ app: App, receipt: RemovalReceipt, by caller: Caller) throws
}

/// A request to add an app, valid in itself.
package struct NewApp: Equatable, Sendable {
    package let name: AppName
    package let settings: AppSettings

    package init(name: AppName, settings: AppSettings) {
        self.name = name
        self.settings = settings
    }
}

/// A deployment to open.
package struct Opening: Sendable {
    package let reason: Deployment.Reason
    /// The commit that a rollback goes back to.
    package let target: CommitID?
    /// As it is from then on.
    package let app: App
    /// UUIDs of the cards that the container that is there has until another takes its place, and what was claimed of them.
    package let gpus: [String]
    package let gpuClaim: GPUReservation?

    package init(
        _ reason: Deployment.Reason, to target: CommitID? = nil, of app: App, gpus: [String] = [],
        gpuClaim: GPUReservation? = nil
    ) {
        self.reason = reason
        self.target = target
        self.app = app
        self.gpus = gpus
        self.gpuClaim = gpuClaim
    }
}

/// A client's own name for a request that it may send twice, 1 to 200 printable ASCII characters.
package struct IdempotencyKey: Hashable, Sendable {
    package let rawValue: String

    package init?(_ text: String) {
        guard (1...200).contains(text.utf8.count), text.utf8.allSatisfy({ (0x21...0x7e).contains($0) }) else {
            return nil
        }
        rawValue = text
    }
}

/// The log lines that were kept of a deployment, oldest first.
package struct KeptLines: Equatable, Sendable {
    /// From all sources, when the deployment ended.
    package let deployment: [LogLine]
    /// What the container wrote last, when it ended; empty while it runs.
    package let run: [LogLine]

    package init(deployment: [LogLine], run: [LogLine]) {
        self.deployment = deployment
        self.run = run
    }
}

package struct AddedApp: Equatable, Sendable {
    package let app: App
    package let deployment: Deployment
    /// False when an earlier request with the same key had already added it.
    package let isNew: Bool

    package init(app: App, deployment: Deployment, isNew: Bool) {
        self.app = app
        self.deployment = deployment
        self.isNew = isNew
    }
}

package enum StoreError: Error, Equatable {
    case nameTaken
    /// The key was used before for another request.
    case idempotencyKeyReused
    case noFreePort
    /// Another program holds the database.
    case busy
    /// Nothing was written.
    case diskFull
}
