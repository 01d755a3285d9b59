package import ControlCenter

/// How this host runs containers; the operator's configuration.
package struct DockerSettings: Sendable {
    /// The Engine's socket.
    package var socket = "/var/run/docker.sock"
    /// Folder of the generated Compose files, one folder an app.
    package var stacks = "/var/lib/dcc/stacks"
    /// Memory limit of each service of an app that asks for none of its own.
    package var memory: MemoryLimit
    package var sharedMemory = "1g"
    /// Size of `/tmp`, which lives in memory and counts towards its limit.
    package var temporarySize = "2g"
    package var cpus: Double
    package var processes = 4096
    /// Networks that containers do not reach; these always.
    package var blockedNetworks = [IPv4Network.linkLocal] + IPv4Network.metadata
    /// A package index other than PyPI.
    package var pipIndex: String?
    /// PEM file of a company's own certificate authorities, mounted read-only into the containers.
    package var caBundle: String?

    /// - Parameter cpus: at most the host's; the Engine refuses more.
    package init(cpus: Double, memory: MemoryLimit) {
        self.memory = memory
        self.cpus = cpus
    }
}
