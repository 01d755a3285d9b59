import ControlCenter

/// What the Engine says of a container, in our words.
enum ContainerReading {
    /// - Returns: nil when the list does not tell enough and the container must be inspected.
    static func observation(_ summary: EngineModels.ContainerSummary) -> ContainerObservation? {
        guard summary.state == "running" else { return nil }
        let id = ContainerID(summary.id)
        if summary.status.hasSuffix("(healthy)") { return ContainerObservation(id: id, condition: .healthy) }
        if summary.status.hasSuffix("(unhealthy)") { return ContainerObservation(id: id, condition: .unhealthy) }
        return ContainerObservation(id: id, condition: .starting)
    }

    static func observation(_ id: String, _ state: EngineModels.Container.State) -> ContainerObservation {
        let output = state.health?.log?.last?.output ?? ""
        return ContainerObservation(
            id: ContainerID(id), condition: condition(state),
            healthOutput: LogText.clean(output.utf8.prefix { $0 != UInt8(ascii: "\n") }))
    }

    private static func condition(_ state: EngineModels.Container.State) -> ContainerObservation.Condition {
        switch (state.status, state.health?.status) {
        case ("running", "healthy"): .healthy
        case ("running", "unhealthy"): .unhealthy
        case ("running", _), ("created", _), ("restarting", _), ("paused", _): .starting
        default: .exited(code: state.exitCode, outOfMemory: state.outOfMemory)
        }
    }
}
