package import Model
import FoundationEssentials

/// Persistent storage. Each change and its audit entry are written in one transaction.
///
/// Methods block, and can be called from any thread. They throw ``StoreError`` for errors that a caller can handle, and
/// the database's own error otherwise.
package protocol AppStore: Sendable {
    /// Stable ID of this installation; used as the Docker label that marks its resources.
    var installation: String { get }

    /// All apps that are not removed, oldest first.
    func apps() throws -> [App]
    /// Latest deployments of an app, newest first.
    func deployments(of app: Int64, limit: Int) throws -> [Deployment]
    func deployment(_ id: Int64, of app: Int64) throws -> Deployment?
    /// The latest successful deployment.
    func lastGoodDeployment(of app: Int64) throws -> Deployment?
    /// Commits of all deployments of an app, in no order.
    func deployedCommits(of app: Int64) throws -> [CommitID]
    func keptLines(of deployment: Int64) throws -> KeptLines

    /// Writes any number of changes at once.
    /// - Parameters:
    ///   - synced: if false, a power failure may undo the transaction, up to the next synced one. A crash of the process
    ///     never does.
    ///   - body: what it throws undoes all of them.
    func transaction<Value>(synced: Bool, _ body: (any AppTransaction) throws -> Value) throws -> Value
}

/// A validated request to add an app.
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
    /// The commit to roll back to.
    package let target: CommitID?
    /// ID of the image, and name of the packages, that ran with that commit; nil if unknown.
    package let image: String?
    package let packages: String?
    /// As it will be after opening.
    package let app: App
    /// UUIDs of the GPUs that the current container holds until it is replaced, and what it reserved on them.
    package let gpus: [String]
    package let gpuClaim: GPUReservation?

    package init(
        _ reason: Deployment.Reason, to target: CommitID? = nil, image: String? = nil, packages: String? = nil,
        of app: App, gpus: [String] = [],
        gpuClaim: GPUReservation? = nil
    ) {
        self.reason = reason
        self.target = target
        self.image = image
        self.packages = packages
        self.app = app
        self.gpus = gpus
        self.gpuClaim = gpuClaim
    }
}

/// A client-generated key for a request that may be retried, 1 to 200 printable ASCII characters.
package struct IdempotencyKey: Hashable, Sendable {
    package let rawValue: String

    package init?(_ text: String) {
        guard (1...200).contains(text.utf8.count), text.utf8.allSatisfy({ (0x21...0x7e).contains($0) }) else {
            return nil
        }
        rawValue = text
    }
}

/// Stored log lines of a deployment, oldest first. Of very long lines, only the newest are stored.
package struct KeptLines: Equatable, Sendable {
    /// From all sources, as of the end of the deployment.
    package let deployment: [LogLine]
    /// The container's last output, stored when it ended; empty while it runs.
    package let run: [LogLine]

    package init(deployment: [LogLine], run: [LogLine]) {
        self.deployment = deployment
        self.run = run
    }

    /// What an app's log begins with after a restart of the service, in order. While its container runs, Docker tells
    /// what it wrote; once it has ended, Docker may have nothing left.
    /// - Parameter deployment: the app's latest one.
    package func shown(of deployment: Deployment) -> [LogLine] {
        let runs = deployment.outcome == .succeeded && deployment.run == nil
        if runs { return self.deployment.filter { $0.source != .app } }
        let known = Set(self.deployment.lazy.filter { $0.source == .app }.map(\.time))
        return self.deployment + run.filter { !known.contains($0.time) }
    }
}

package struct AddedApp: Equatable, Sendable {
    package let app: App
    package let deployment: Deployment
    /// False if an earlier request with the same key added the app.
    package let isNew: Bool

    package init(app: App, deployment: Deployment, isNew: Bool) {
        self.app = app
        self.deployment = deployment
        self.isNew = isNew
    }
}

package enum StoreError: Error, Equatable {
    case nameTaken
    /// The key was used for a different request.
    case idempotencyKeyReused
    case noFreePort
    /// There are as many apps as there are addresses for their networks.
    case noFreeNetwork
    /// Another process has locked the database.
    case busy
    /// Nothing was written.
    case diskFull
}
