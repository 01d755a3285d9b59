import Configuration
import DockerHost
import Foundation
import Model

/// Containers: ports, base image, limits and networks.
struct ContainersConfiguration: Sendable {
    let docker: DockerSettings
    let baseImage: String
    /// Leased to apps on 127.0.0.1.
    let ports: ClosedRange<UInt16>
    let kernelLog: String

    init(_ reader: ConfigReader, paths: PathsConfiguration) throws {
        ports = try Self.ports(reader)
        baseImage = reader.text("containers.baseImage", "nvcr.io/nvidia/pytorch:25.08-py3")
        docker = try Self.docker(reader, paths: paths)
        kernelLog = reader.text("gpus.kernelLog", "/dev/kmsg")
    }

    private static func ports(_ reader: ConfigReader) throws -> ClosedRange<UInt16> {
        let first = reader.int(forKey: "ports.first", default: 20_000)
        let last = reader.int(forKey: "ports.last", default: 29_999)
        guard let first = UInt16(exactly: first), let last = UInt16(exactly: last), (1024...last).contains(first) else {
            throw ConfigurationError(key: "ports.first", rule: "1024 ≤ ports.first ≤ ports.last ≤ 65535 is required")
        }
        return first...last
    }

    private static func docker(_ reader: ConfigReader, paths: PathsConfiguration) throws -> DockerSettings {
        let cores = Double(ProcessInfo.processInfo.activeProcessorCount)
        let memory: MemoryLimit
        do {
            memory = try MemoryLimit(gib: reader.int(forKey: "containers.memoryGiB", default: 8))
        } catch {
            let range = MemoryLimit.range
            throw ConfigurationError(
                key: "containers.memoryGiB", rule: "it must be from \(range.lowerBound) to \(range.upperBound)")
        }
        var docker = DockerSettings(
            cpus: min(cores, reader.double(forKey: "containers.cpus", default: cores)), memory: memory)
        docker.socket = reader.text("docker.socket", docker.socket)
        docker.stacks = paths.stacks
        docker.packages = paths.packages
        docker.uv = reader.text("containers.uv", docker.uv)
        docker.sharedMemory = reader.text("containers.sharedMemory", docker.sharedMemory)
        docker.temporarySize = reader.text("containers.temporarySize", docker.temporarySize)
        docker.blockedNetworks += try reader.stringArray(forKey: "containers.blockedNetworks", default: []).map {
            text in
            guard let network = IPv4Network(text) else {
                throw ConfigurationError(
                    key: "containers.blockedNetworks", rule: "“\(text)” is not an IPv4 network such as 10.0.0.0/8")
            }
            return network
        }
        docker.networkBlock = try networkBlock(reader)
        docker.pipIndex = reader.string(forKey: "containers.pipIndex")
        docker.pythonMirror = try pythonMirror(reader)
        docker.aptProxy = try aptProxy(reader)
        docker.imageGiB = try reader.number(
            "limits.imageGiB", docker.imageGiB, in: 1...1024, rule: "it must be from 1 to 1024")
        let refreshDays = try reader.number(
            "images.refreshDays", 30, in: 0...3650, rule: "it must be from 1 to 3650, or 0 for never")
        docker.imageLifetime = refreshDays == 0 ? nil : Double(refreshDays) * 86_400
        docker.caBundle = reader.string(forKey: "containers.caBundle")
        return docker
    }

    private static func networkBlock(_ reader: ConfigReader) throws -> IPv4Network? {
        guard let text = reader.string(forKey: "networks.block") else { return nil }
        guard let block = IPv4Network(text), block.isAddressBlock else {
            throw ConfigurationError(
                key: "networks.block", rule: "it must be an IPv4 network from /8 to /24, such as 10.208.0.0/16")
        }
        return block
    }

    private static func pythonMirror(_ reader: ConfigReader) throws -> String? {
        guard let mirror = reader.string(forKey: "containers.pythonMirror") else { return nil }
        guard mirror.hasPrefix("https://") || mirror.hasPrefix("http://") else {
            throw ConfigurationError(
                key: "containers.pythonMirror", rule: "it must be a URL such as https://mirror.example.com/python")
        }
        return mirror
    }

    /// It becomes part of a configuration file of apt.
    private static func aptProxy(_ reader: ConfigReader) throws -> String? {
        guard let proxy = reader.string(forKey: "containers.aptProxy") else { return nil }
        guard proxy.hasPrefix("http://") || proxy.hasPrefix("https://"),
            proxy.utf8.allSatisfy({ (0x21...0x7e).contains($0) && $0 != UInt8(ascii: "\"") })
        else {
            throw ConfigurationError(
                key: "containers.aptProxy", rule: "it must be a URL such as http://proxy.example.com:3142")
        }
        return proxy
    }
}
