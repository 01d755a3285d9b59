package import DockerHost
package import Model

/// Containers: limits, networks, and what is installed into them from where.
package struct ContainersKeys: Sendable {
    // `try!`: 8 is in the range of a memory limit.
    package let memory = Key(
        "containers.memoryGiB", .memory, .value(try! MemoryLimit(gib: 8)), "default memory limit of an app")
    package let sharedMemory = Key(
        "containers.sharedMemory", .size, .value("1g"), "size limit of `/dev/shm` per app")
    package let temporarySize = Key("containers.temporarySize", .size, .value("2g"), "size limit of `/tmp` per app")
    package let cpus = Key(
        "containers.cpus", .optional(.number(0.01...4096)), .value(nil, shown: "all"), "CPU limit per app")
    package let blockedNetworks = Key(
        "containers.blockedNetworks", .list(of: "IPv4 networks such as 10.0.0.0/8", .network("")), .value([]),
        "networks that apps cannot reach, besides link-local and metadata addresses")
    package let pipIndex = Key(
        "containers.pipIndex", .optional(.url("https://pypi.example.com/simple")), .value(nil, shown: "PyPI"),
        mayHoldPassword: true, "a different package index")
    package let pythonMirror = Key(
        "containers.pythonMirror", .optional(.url("https://mirror.example.com/python")), .value(nil),
        mayHoldPassword: true,
        "URL of a copy of [python-build-standalone's releases](https://github.com/astral-sh/python-build-standalone/releases), "
            + "for apps that need another Python than their image has")
    package let aptProxy = Key(
        "containers.aptProxy", .optional(.url("http://proxy.example.com:3142")), .value(nil), mayHoldPassword: true,
        "HTTP proxy for apt, such as a cache of Debian's packages")
    package let uv = Key(
        "containers.uv", .path, .value("/usr/lib/dcc/uv"),
        "the [uv](https://docs.astral.sh/uv/) program that installs Python packages")
    package let caBundle = Key(
        "containers.caBundle", .optional(.path), .value(nil),
        "your company's certificate authorities, mounted read-only for pip and apt")
    package let dockerSocket = Key(
        "docker.socket", .path, .value("/var/run/docker.sock"), "Docker Engine socket")
    package let networkBlock = Key(
        "networks.block",
        .optional(.network("an IPv4 network from /8 to /24, such as 10.208.0.0/16", where: \.isAddressBlock)),
        .value(nil, shown: "chosen"),
        "network that apps' networks get their addresses from, 16 each: 4,088 apps for a /16; by default a private one that "
            + "the machine has no route to")
    package let firstPort = Key(
        "ports.first", .whole(1024...65535), .value(20_000),
        "first of the ports on 127.0.0.1 leased to apps; nginx keeps connections to the 1,024 from 20000 on")
    package let lastPort = Key(
        "ports.last", .whole(1024...65535), .value(29_999), "last of these ports, and not below the first")
    package let kernelLog = Key(
        "gpus.kernelLog", .path, .value("/dev/kmsg"), "where NVIDIA's driver reports GPU errors (Xid)")
}

extension Format where Value == MemoryLimit {
    fileprivate static var memory: Self {
        let gib = Format<Int>.whole(MemoryLimit.range, of: "GiB")
        return .init(
            rule: gib.rule,
            read: { given throws(Misfit) in
                do {
                    return try MemoryLimit(gib: try gib.read(given))
                } catch {
                    throw Misfit(given)
                }
            }, show: { "\($0.gib)" })
    }
}

extension Format where Value == IPv4Network {
    fileprivate static func network(
        _ rule: String, where fits: @escaping @Sendable (IPv4Network) -> Bool = { _ in true }
    )
        -> Self
    {
        .init(rule, parse: { IPv4Network($0).flatMap { fits($0) ? $0 : nil } }, show: { $0.description })
    }
}
