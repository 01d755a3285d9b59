package import Model

/// Changes of apps in one transaction of the ``AppStore``; only valid while its body runs.
package protocol AppTransaction {
    /// Runs one of several changes that share the transaction.
    /// - Throws: what `body` throws, and then only its own writes are undone; ``TransactionLost`` if all are.
    func change<Value>(_ body: () throws -> Value) throws -> Value

    /// The latest successful deployment.
    func lastGoodDeployment(of app: Int64) throws -> Deployment?

    /// Adds an app in state `queued`, leases it a host port, and opens its first deployment.
    /// - Parameter key: the client's idempotency key. Repeating the same key and request returns the first result.
    func add(_ request: NewApp, key: IdempotencyKey?, by caller: Caller) throws -> AddedApp
    /// Opens deployments and saves the new states of their apps.
    func open(_ openings: [Opening], by caller: Caller) throws -> [Deployment]
    /// Saves a user's request.
    func save(_ app: App, asked action: String, by caller: Caller) throws
    /// Saves new settings.
    /// - Parameter before: previous settings, for the audit log.
    func saveSettings(of app: App, before: AppSettings, by caller: Caller) throws
    /// Saves an observed state; not audited, since no user caused it.
    func save(_ app: App) throws
    /// Saves the progress of a deployment, with its app.
    func save(_ app: App, _ deployment: Deployment) throws
    /// Saves the queue ranks that an operator's move gave to deployments.
    /// - Parameter app: the moved app; the others changed as a result.
    func saveQueue(_ deployments: [Deployment], moving app: App, to position: Int, by caller: Caller) throws
    /// Closes a deployment with the last lines of its log, and saves the app's state.
    func close(_ deployment: Deployment, of app: App, lines: [LogLine]) throws
    /// Saves how a deployment's container ended, with its last output lines.
    func endRun(of deployment: Deployment, lines: [LogLine]) throws
    /// Leases another free host port to the app.
    func leaseAnotherPort(for app: App) throws -> UInt16
    /// Frees the name and the port; history and audit entries are kept.
    func remove(_ app: App, receipt: RemovalReceipt, by caller: Caller) throws
}

/// An error such as a full disk ended the whole transaction: nothing of it was written.
package struct TransactionLost: Error {
    package let cause: any Error

    package init(cause: any Error) {
        self.cause = cause
    }
}
