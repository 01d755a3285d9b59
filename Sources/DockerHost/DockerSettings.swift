package import FoundationEssentials
package import Model

/// Operator configuration for running containers on this host.
package struct DockerSettings: Sendable {
    /// Path of the Docker Engine's Unix socket.
    package var socket: String
    /// Folder for generated Compose files, with one subfolder per app.
    package var stacks: String
    /// Folder of ``PackageStore``.
    package var packages: String
    /// The uv program, mounted read-only into install containers.
    package var uv: String
    /// Default memory limit of each service of an app.
    package var memory: MemoryLimit
    package var sharedMemory: String
    /// Size of `/tmp`, a tmpfs that counts toward the memory limit.
    package var temporarySize: String
    package var cpus: Double
    package let processes = 4096
    /// Networks that containers cannot reach: those of the configuration, and some that always are.
    package var blockedNetworks: [IPv4Network]
    /// Block that apps' networks get their addresses from; nil to choose one that the machine has no route to.
    package var networkBlock: IPv4Network?
    /// Package index URL to use instead of PyPI.
    package var pipIndex: String?
    /// URL of a copy of python-build-standalone's releases, for apps that need another Python than their image's.
    package var pythonMirror: String?
    /// Proxy for apt while system packages are installed, such as a cache of Debian's packages.
    package var aptProxy: String?
    /// How much the system packages may add to an image.
    package var imageGiB: Int
    /// Age in seconds from which a redeploy builds an image with system packages again; nil for never.
    package var imageLifetime: TimeInterval?
    /// PEM file with the company's certificate authorities, mounted read-only into containers.
    package var caBundle: String?

    /// - Parameters:
    ///   - cpus: at most the host's CPU count; the Engine rejects more.
    ///   - blockedNetworks: besides link-local and metadata addresses.
    package init(
        socket: String, stacks: String, packages: String, uv: String, memory: MemoryLimit, sharedMemory: String,
        temporarySize: String, cpus: Double, blockedNetworks: [IPv4Network], networkBlock: IPv4Network?,
        pipIndex: String?, pythonMirror: String?, aptProxy: String?, imageGiB: Int, imageLifetime: TimeInterval?,
        caBundle: String?
    ) {
        self.socket = socket
        self.stacks = stacks
        self.packages = packages
        self.uv = uv
        self.memory = memory
        self.sharedMemory = sharedMemory
        self.temporarySize = temporarySize
        self.cpus = cpus
        self.blockedNetworks = [.linkLocal] + IPv4Network.metadata + blockedNetworks
        self.networkBlock = networkBlock
        self.pipIndex = pipIndex
        self.pythonMirror = pythonMirror
        self.aptProxy = aptProxy
        self.imageGiB = imageGiB
        self.imageLifetime = imageLifetime
        self.caBundle = caBundle
    }
}
