extension AppEvent {
    /// What a look at an app's container means for the app.
    /// - Parameter container: nil where Docker has none.
    /// - Returns: nil for an end that only a closer look explains.
    package static func seeing(_ container: ContainerObservation?, desired: App.Desired) -> AppEvent? {
        switch container?.condition {
        case .healthy: .seenHealthy
        case .unhealthy: .seenUnhealthy
        case .starting: .seenStarting
        case .ended: desired == .running ? nil : .seenStopped
        case .exited(let code, let outOfMemory):
            desired == .running
                ? .seenEnded(StepFailure.exited(code: code, outOfMemory: outOfMemory).during(nil)) : .seenStopped
        case nil: desired == .running ? .seenEnded(StepFailure.vanished.during(nil)) : .seenStopped
        }
    }
}
