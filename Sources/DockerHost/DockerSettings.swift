package import FoundationEssentials
package import Model

/// Operator configuration for running containers on this host.
package struct DockerSettings: Sendable {
    /// Path of the Docker Engine's Unix socket.
    package var socket = "/var/run/docker.sock"
    /// Folder for generated Compose files, with one subfolder per app.
    package var stacks = "/var/lib/dcc/stacks"
    /// Folder of ``PackageStore``.
    package var packages = "/var/lib/dcc/packages"
    /// The uv program, mounted read-only into install containers.
    package var uv = "/usr/lib/dcc/uv"
    /// Default memory limit of each service of an app.
    package var memory: MemoryLimit
    package var sharedMemory = "1g"
    /// Size of `/tmp`, a tmpfs that counts toward the memory limit.
    package var temporarySize = "2g"
    package var cpus: Double
    package var processes = 4096
    /// Networks that containers cannot reach. The defaults always apply.
    package var blockedNetworks = [IPv4Network.linkLocal] + IPv4Network.metadata
    /// Block that apps' networks get their addresses from; nil to choose one that the machine has no route to.
    package var networkBlock: IPv4Network?
    /// Package index URL to use instead of PyPI.
    package var pipIndex: String?
    /// URL of a copy of python-build-standalone's releases, for apps that need another Python than their image's.
    package var pythonMirror: String?
    /// Proxy for apt while system packages are installed, such as a cache of Debian's packages.
    package var aptProxy: String?
    /// How much the system packages may add to an image.
    package var imageGiB = 10
    /// Age in seconds from which a redeploy builds an image with system packages anew; nil for never.
    package var imageLifetime: TimeInterval? = 30 * 86_400
    /// PEM file with the company's certificate authorities, mounted read-only into containers.
    package var caBundle: String?

    /// - Parameter cpus: at most the host's CPU count; the Engine rejects more.
    package init(cpus: Double, memory: MemoryLimit) {
        self.memory = memory
        self.cpus = cpus
    }
}
