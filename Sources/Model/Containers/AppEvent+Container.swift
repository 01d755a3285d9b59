extension AppEvent {
    /// What a look at an app's container means for the app.
    /// - Parameter container: nil where Docker has none.
    /// - Returns: nil for an end that only a closer look explains.
    package static func seeing(_ container: ContainerObservation?, of app: App) -> AppEvent? {
        let desired = app.desired
        return switch container?.condition {
        case .healthy: .seenHealthy
        case .unhealthy: .seenUnhealthy
        case .starting: .seenStarting
        case .ended: desired == .running ? nil : .seenStopped
        case .exited where desired == .running && app.settings.port == nil && container?.hasFinished == true:
            .seenFinished
        case .exited(let code, let outOfMemory):
            desired == .running
                ? .seenEnded(StepFailure.exited(code: code, outOfMemory: outOfMemory).during(nil)) : .seenStopped
        case nil: desired == .running ? .seenEnded(StepFailure.vanished.during(nil)) : .seenStopped
        }
    }
}
