import Model

@testable import DockerHost

extension DockerSettings {
    init(cpus: Double, memory: MemoryLimit) {
        self.init(
            socket: "/var/run/docker.sock", stacks: "/var/lib/dcc/stacks", packages: "/var/lib/dcc/packages",
            uv: "/usr/lib/dcc/uv", memory: memory, sharedMemory: "1g", temporarySize: "2g", cpus: cpus,
            blockedNetworks: [], networkBlock: nil, pipIndex: nil, pythonMirror: nil, aptProxy: nil, imageGiB: 10,
            imageLifetime: 30 * 86_400, caBundle: nil)
    }
}
