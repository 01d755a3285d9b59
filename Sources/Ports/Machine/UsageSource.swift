package import Model

/// Resource usage of containers and the host, read without Docker.
package protocol UsageSource: Sendable {
    /// Counters of the given containers, if readable; forgets all other containers.
    func counters(of containers: Set<ContainerID>) -> [ContainerID: UsageCounters]
    /// Counters of the whole host, since boot.
    func hostCounters() -> UsageCounters
}
