package import FoundationEssentials

extension Run {
    /// - Parameter seen: what Docker reports about the container that should run; nil if there is none.
    /// - Returns: nil for a container that runs, or that only a list reports as exited.
    package init?(ofEnded seen: ContainerObservation?, at endedAt: Date) {
        switch seen?.condition {
        case .exited(let code, let outOfMemory):
            self.init(outOfMemory ? .outOfMemory : .exited, exitCode: code, endedAt: endedAt)
        case nil: self.init(.vanished, endedAt: endedAt)
        case .starting, .healthy, .unhealthy, .ended: return nil
        }
    }
}
