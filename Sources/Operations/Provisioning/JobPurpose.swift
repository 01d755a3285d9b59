import Model

/// What the state of an app asks a job to do.
package struct JobPurpose: Equatable, Sendable {
    package enum Kind: Sendable {
        case deploy, stop, remove
    }

    /// The app's ID: its name may belong to another app by the time a job begins.
    let app: Int64
    let kind: Kind

    /// - Returns: nil if there is nothing to do.
    init?(_ app: App) {
        switch app.state {
        case .removing: kind = .remove
        case .stopping: kind = .stop
        case let state where state.isDeploying: kind = .deploy
        default: return nil
        }
        self.app = app.id
    }
}
