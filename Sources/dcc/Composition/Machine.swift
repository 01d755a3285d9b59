import Configuration
import SQLiteStore
import DockerHost
import LiveState
import NVIDIAHost
import Operations

/// The machine's containers and GPUs, and the types that watch them.
struct Machine {
    let host: DockerHost
    let containers: ContainerDirectory
    let follower: LogFollower
    let gpus: GPUWatch
    let hostWatch: HostWatch

    init(_ configuration: ServiceConfiguration, _ storage: Storage) throws {
        host = try DockerHost(
            settings: configuration.containers.docker, installation: storage.store.installation)
        containers = ContainerDirectory()
        follower = LogFollower(host: host, logs: storage.logs)
        gpus = GPUWatch(
            inventory: NVIDIAHost(), containers: containers, registry: storage.registry, logs: storage.logs,
            kernelLog: configuration.containers.kernelLog)
        hostWatch = HostWatch(
            board: storage.board, hub: storage.hub, gpus: gpus, workspaces: configuration.paths.workspaces.root,
            baseImage: configuration.containers.baseImage)
    }
}
