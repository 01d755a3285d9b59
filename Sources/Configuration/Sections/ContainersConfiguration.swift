package import DockerHost
import Foundation
import Model

/// Containers: ports, base image, limits and networks.
package struct ContainersConfiguration: Sendable {
    package let docker: DockerSettings
    package let baseImage: String
    /// Leased to apps on 127.0.0.1.
    package let ports: ClosedRange<UInt16>
    package let kernelLog: String

    init(_ values: CheckedValues, paths: PathsConfiguration) {
        ports = UInt16(values[\.containers.firstPort])...UInt16(values[\.containers.lastPort])
        baseImage = values[\.offers.baseImage]
        docker = Self.docker(values, paths: paths)
        kernelLog = values[\.containers.kernelLog]
    }

    private static func docker(_ values: CheckedValues, paths: PathsConfiguration) -> DockerSettings {
        let cores = Double(ProcessInfo.processInfo.activeProcessorCount)
        let refreshDays = values[\.offers.imageRefreshDays]
        return DockerSettings(
            socket: values[\.containers.dockerSocket], stacks: paths.stacks, packages: paths.packages,
            uv: values[\.containers.uv], memory: values[\.containers.memory],
            sharedMemory: values[\.containers.sharedMemory], temporarySize: values[\.containers.temporarySize],
            cpus: min(cores, values[\.containers.cpus] ?? cores),
            blockedNetworks: values[\.containers.blockedNetworks], networkBlock: values[\.containers.networkBlock],
            pipIndex: values[\.containers.pipIndex], pythonMirror: values[\.containers.pythonMirror],
            aptProxy: values[\.containers.aptProxy], imageGiB: values[\.provisioning.imageGiB],
            imageLifetime: refreshDays == 0 ? nil : Double(refreshDays) * 86_400,
            caBundle: values[\.containers.caBundle])
    }
}
