import Model

/// Maps the Engine's container states to ``ContainerObservation``.
enum ContainerReading {
    static func observation(_ summary: EngineModels.ContainerSummary) -> ContainerObservation {
        ContainerObservation(
            id: ContainerID(summary.id), condition: condition(summary), address: summary.networks?.address)
    }

    private static func condition(_ summary: EngineModels.ContainerSummary) -> ContainerObservation.Condition {
        switch summary.state {
        case "running" where summary.status.hasSuffix("(healthy)"): .healthy
        case "running" where summary.status.hasSuffix("(unhealthy)"): .unhealthy
        // Without a healthcheck, being up is all that there is to see.
        case "running" where !summary.status.hasSuffix(")"): .healthy
        case "running", "created", "restarting", "paused": .starting
        default: .ended
        }
    }

    static func observation(_ id: String, _ container: EngineModels.Container) -> ContainerObservation {
        let state = container.state
        let output = state.health?.log?.last?.output ?? ""
        return ContainerObservation(
            id: ContainerID(id), condition: condition(state),
            healthOutput: LogText.clean(output.utf8.prefix { $0 != UInt8(ascii: "\n") }),
            address: container.networks?.address)
    }

    private static func condition(_ state: EngineModels.Container.State) -> ContainerObservation.Condition {
        switch (state.status, state.health?.status) {
        case ("running", "healthy"): .healthy
        case ("running", "unhealthy"): .unhealthy
        case ("running", nil), ("running", "none"): .healthy
        case ("running", _), ("created", _), ("restarting", _), ("paused", _): .starting
        default: .exited(code: state.exitCode, outOfMemory: state.outOfMemory)
        }
    }
}
