/// What containers and the machine use, read without asking Docker.
package protocol UsageSource: Sendable {
    /// Those of the given containers that can be read; what is remembered of others is forgotten.
    func counters(of containers: Set<ContainerID>) -> [ContainerID: UsageCounters]
    /// Those of the whole machine, since it started.
    func hostCounters() -> UsageCounters
}

/// What has been used since the beginning, and what is in use now; nil where nobody can tell.
package struct UsageCounters: Equatable, Sendable {
    /// Time on processors, in nanoseconds.
    package var cpu: Int64?
    /// In bytes, without the files that the kernel would let go first.
    package var memory: Int64?
    /// In bytes, of the workspaces' file system; the machine's alone.
    package var disk: Int64?
    /// Over all interfaces but loopback, in bytes.
    package var received: Int64?
    package var sent: Int64?

    package init(
        cpu: Int64? = nil, memory: Int64? = nil, disk: Int64? = nil, received: Int64? = nil, sent: Int64? = nil
    ) {
        self.cpu = cpu
        self.memory = memory
        self.disk = disk
        self.received = received
        self.sent = sent
    }
}
