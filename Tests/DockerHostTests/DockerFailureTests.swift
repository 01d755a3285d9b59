import Foundation
import Model
import Testing

@testable import DockerHost

@Suite struct DockerFailureTests {
    @Test(
        arguments: [
            "Cannot connect to the Docker daemon at unix:///run/docker.sock. Is the docker daemon running?",
            "error during connect: Post \"http://%2Frun%2Fdocker.sock/v1.41/containers/create\": EOF",
        ])
    func anEngineThatIsAwayOrGoesInTheMidstIsUnreachable(said: String) {
        #expect(DockerFailure.of([said], status: "exited(1)").code == "docker_unreachable")
    }

    /// A code and what leads to it, as Docker, Compose, runc and NVIDIA's toolkit print it.
    private static let texts = #"""
        host_port_taken: Error response from daemon: driver failed programming external connectivity on endpoint dcc-a-app-1 (3f2a): Bind for 127.0.0.1:20000 failed: port is already allocated
        host_port_taken: Error response from daemon: failed to set up container networking: driver failed programming external connectivity on endpoint dcc-a-app-1 (3f2a): failed to bind host port for 127.0.0.1:20000:10.208.0.2:7860/tcp: address already in use
        host_port_taken: Error response from daemon: Ports are not available: listen tcp 127.0.0.1:20000: bind: address already in use
        network_taken: failed to create network dcc-a_default: Error response from daemon: Pool overlaps with other one on this address space
        network_taken: failed to create network dcc-a_default: Error response from daemon: invalid pool request: Pool overlaps with other one on this address space
        network_taken: failed to create network dcc-a_default: Error response from daemon: cannot create network 1a2b (br-1a2b): conflicts with network 3c4d (br-3c4d): networks have overlapping IPv4
        network_taken: failed to create network dcc-a_default: Error response from daemon: failed to allocate gateway (10.208.0.1): Address already in use
        address_pools_full: failed to create network dcc-a_default: Error response from daemon: all predefined address pools have been fully subnetted
        address_pools_full: failed to create network dcc-a_default: Error response from daemon: could not find an available, non-overlapping IPv4 address pool among the defaults to assign to the network
        network_conflict: network dcc-a_default was found but has incorrect label com.docker.compose.network set to "" (expected: "default")
        network_conflict: Error response from daemon: network with name dcc-a_default already exists
        network_conflict: failed to create network dcc-a_default: Error response from daemon: cannot create network 1a2b (dcc3f2a): conflicts with network 3c4d (dcc3f2a): networks have same bridge name
        network_gone: Error response from daemon: network dcc-a_default not found
        network_gone: Error response from daemon: failed to set up container networking: network 8a1f0c not found
        docker_firewall: Error response from daemon: Failed to Setup IP tables: Unable to enable SKIP DNAT rule:  (iptables failed: iptables --wait -t nat -I DOCKER -i br-1a2b -j RETURN: iptables: No chain/target/match by that name.
        container_conflict: Error response from daemon: Conflict. The container name "/dcc-a-app-1" is already in use by container "0123abcd". You have to remove (or rename) that container to be able to reuse that name.
        container_busy: Error response from daemon: removal of container 0123abcd is already in progress
        container_busy: Error response from daemon: container is marked for removal and cannot be started
        mount_missing: Error response from daemon: invalid mount config for type "bind": bind source path does not exist: /srv/models/sd
        memory_too_low: Error response from daemon: failed to create task for container: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: container init was OOM-killed (memory limit too low?): unknown
        memory_too_low: Error response from daemon: Minimum memory limit allowed is 6MB
        cpu_limit_too_high: Error response from daemon: range of CPUs is from 0.01 to 16.00, as there are only 16 CPUs available
        disk_full: failed to copy: write /var/lib/docker/tmp/GetImageBlob1: no space left on device
        machine_exhausted: Error response from daemon: fork/exec /usr/bin/containerd-shim-runc-v2: resource temporarily unavailable
        machine_exhausted: Error response from daemon: failed to start shim: fork/exec /usr/bin/containerd-shim-runc-v2: cannot allocate memory: unknown
        container_refused: docker: Error response from daemon: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: unable to apply apparmor profile: apparmor failed to apply profile: write /proc/self/attr/apparmor/exec: permission denied: unknown.
        container_refused: Error response from daemon: OCI runtime create failed: runc create failed: unable to start container process: unable to init seccomp: error loading seccomp filter into kernel: operation not permitted: unknown
        cgroup_failed: Error response from daemon: failed to create shim: OCI runtime create failed: runc create failed: unable to start container process: unable to apply cgroup configuration: mkdir /sys/fs/cgroup/memory/docker/7e2e: no such file or directory: unknown
        cgroup_failed: Error response from daemon: cgroups: cgroup mountpoint does not exist: unknown
        gpu_runtime_missing: Error response from daemon: could not select device driver "nvidia" with capabilities: [[gpu]]
        gpu_gone: nvidia-container-cli: device error: GPU-5e1d: unknown device: unknown
        gpu_driver_failed: Error response from daemon: failed to create task for container: OCI runtime create failed: runc create failed: unable to start container process: error during container init: error running hook #0: stderr: Auto-detected mode as 'legacy'\nnvidia-container-cli: initialization error: nvml error: driver not loaded: unknown
        image_platform: no matching manifest for linux/arm64/v8 in the manifest list entries
        registry_limit: Error response from daemon: toomanyrequests: You have reached your pull rate limit.
        registry_unreachable: Error response from daemon: Get "https://nvcr.io/v2/": dial tcp: lookup nvcr.io on 10.0.0.2:53: no such host
        registry_unreachable: Error response from daemon: Get "https://nvcr.io/v2/": net/http: TLS handshake timeout
        image_missing: Error response from daemon: pull access denied for team/app, repository does not exist or may require 'docker login'
        image_missing: Error response from daemon: manifest for python:3.99 not found: manifest unknown: manifest unknown
        image_missing: Error response from daemon: No such image: sha256:0123abcd
        """#

    @Test(arguments: texts.split(separator: "\n")) func eachErrorOfDockerHasItsOwnCode(_ row: Substring) throws {
        let colon = try #require(row.firstIndex(of: ":"))
        let said = row[colon...].dropFirst(2).replacing(#"\n"#, with: "\n").split(separator: "\n").map(String.init)
        let failure = DockerFailure.of(["Container dcc-a-app-1  Creating"] + said, status: "exited(1)")
        #expect(failure.code == row[..<colon])
        #expect(!failure.message.contains("{line}") && !failure.hint.contains("requirements"))
    }

    private func state(
        _ status: String, exit: Int = 0, outOfMemory: Bool = false
    ) throws -> EngineModels.Container.State {
        let json = "{\"Status\":\"\(status)\",\"ExitCode\":\(exit),\"OOMKilled\":\(outOfMemory)}"
        return try JSONDecoder().decode(EngineModels.Container.State.self, from: Data(json.utf8))
    }

    @Test func howTheContainersEndedSaysWhoseErrorAnInstallEndedWith() throws {
        let said = DockerFailure.of(["all predefined address pools have been fully subnetted"], status: "exited(1)")
        let memory = try MemoryLimit(gib: 8)
        func code(_ states: [EngineModels.Container.State]) -> String {
            PackageInstaller.failure(said, of: states, memory: memory).code
        }
        #expect(code([]) == "address_pools_full")
        #expect(try code([state("created", exit: 127)]) == "address_pools_full", "runc could not start it")
        #expect(try code([state("running"), state("exited")]) == "address_pools_full")
        #expect(try code([state("exited", exit: 1)]) == "install_failed", "an installer may print anything")
        #expect(try code([state("exited", exit: 137, outOfMemory: true)]) == "install_out_of_memory")
    }

    @Test(arguments: [
        ("fatal error: failed to reserve page summary memory", "memory_exhausted"),
        ("fatal error: runtime: out of memory", "memory_exhausted"),
        ("fatal error: runtime: cannot allocate memory", "memory_exhausted"),
        ("fork/exec /usr/libexec/docker/cli-plugins/docker-compose: cannot allocate memory", "memory_exhausted"),
        ("runtime: failed to create new OS thread (have 5 already; errno=11)", "processes_exhausted"),
        ("runtime/cgo: pthread_create failed: Resource temporarily unavailable", "processes_exhausted"),
        ("fork/exec /usr/bin/docker-compose: resource temporarily unavailable", "processes_exhausted"),
    ])
    func whatDockerItselfHasTooLittleOfIsOfTheMachine(said: String, code: String) {
        let failure = DockerFailure.of([said, "goroutine 1 [running]:"], status: "exit status 2")
        #expect(failure.code == code && DockerFailure.isOfTheHost(failure))
    }

    @Test(arguments: ["program_missing", "descriptors_exhausted", "folder_missing", "program_killed"])
    func aToolThatCouldNotRunIsNoFailureOfThePackages(code: String) {
        #expect(DockerFailure.isOfTheHost(StepFailure(code: code, message: "", hint: "")))
    }

    @Test func whatNobodyKnowsKeepsItsLastLine() {
        let failure = DockerFailure.of(["first", "last", ""], status: "exited(1)")
        #expect(failure.code == "docker_failed" && failure.message == "Docker failed (exited(1)): last.")
    }
}
