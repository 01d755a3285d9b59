/// What a container does at one moment; counters that cannot be read are nil.
package struct ContainerActivity: Equatable, Sendable {
    package let listening: [ListeningSocket]
    /// CPU time in nanoseconds, cumulative. Includes that of healthchecks.
    package let cpu: Int64?
    /// Bytes with all file cache, which grow while files are read.
    package let memory: Int64?
    /// Bytes over all interfaces except loopback, cumulative.
    package let received: Int64?

    package init(
        listening: [ListeningSocket], cpu: Int64? = nil, memory: Int64? = nil, received: Int64? = nil
    ) {
        self.listening = listening
        self.cpu = cpu
        self.memory = memory
        self.received = received
    }
}
