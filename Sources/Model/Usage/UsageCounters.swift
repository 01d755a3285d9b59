/// Cumulative and current usage; nil if unknown.
package struct UsageCounters: Equatable, Sendable {
    /// CPU time in nanoseconds, cumulative.
    package var cpu: Int64?
    /// Bytes, without reclaimable page cache.
    package var memory: Int64?
    /// Processes that the kernel ended for reaching the memory limit, cumulative; containers only.
    package var memoryKills: Int64?
    /// Bytes on the workspaces' file system; host only.
    package var disk: Int64?
    /// Bytes over all interfaces except loopback, cumulative.
    package var received: Int64?
    package var sent: Int64?

    package init(
        cpu: Int64? = nil, memory: Int64? = nil, memoryKills: Int64? = nil, disk: Int64? = nil,
        received: Int64? = nil, sent: Int64? = nil
    ) {
        self.cpu = cpu
        self.memory = memory
        self.memoryKills = memoryKills
        self.disk = disk
        self.received = received
        self.sent = sent
    }
}
