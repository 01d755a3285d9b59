import Model

/// What Docker, Compose and the runtimes below them print when they cannot do what they were asked, in lower case, and what
/// it means for an app. Read from top to bottom: the first that is told wins.
///
/// Source: the error texts of moby 20.10 to 28, Compose 2, runc and NVIDIA's container toolkit.
enum DockerErrors {
    struct Known {
        let code: String
        /// `{line}` stands for the last line that was printed.
        let message: String
        let hint: String
        /// Each a text, or several parts that all occur.
        let texts: [[String]]

        init(_ code: String, _ message: String, hint: String, _ texts: [String]...) {
            self.code = code
            self.message = message
            self.hint = hint
            self.texts = texts
        }

        func isTold(in output: String) -> Bool {
            texts.contains { parts in parts.allSatisfy(output.contains) }
        }
    }

    static let all = engine + ports + networks + containers + machine + gpus + images

    private static let engine = [
        Known(
            Failure.dockerUnreachable, "The Docker Engine is not responding.",
            hint: "Ask the operator to check Docker. A deployment is repeated when it responds again.",
            // The second appears when the Engine goes down during a call.
            ["cannot connect to the docker daemon"], ["error during connect:"])
    ]

    private static let ports = [
        Known(
            "host_port_taken", "Another program on the machine uses the app's port.",
            hint: "Try again. The app gets another port.",
            ["port is already allocated"], ["bind", "address already in use"],
            ["listen tcp", "address already in use"])
    ]

    private static let networks = [
        Known(
            "network_taken", "Another program on the machine uses the app's network addresses.",
            hint: "Try again. The app gets others.",
            ["pool overlaps with other one on this address space"], ["networks have overlapping ipv4"],
            ["failed to allocate gateway", "address already in use"]),
        Known(
            "address_pools_full", "Docker has no free addresses left for the app's network.",
            hint: "Ask the operator to remove networks that nothing uses (docker network prune), then try again.",
            ["all predefined address pools have been fully subnetted"],
            ["could not find an available, non-overlapping ipv4 address pool"],
            ["could not find an available predefined network"], ["no available network"]),
        Known(
            "network_conflict", "The name of the app's network is used by a network from elsewhere.",
            hint: "Ask the operator to remove that network, or choose another app name.",
            ["was found but has incorrect label com.docker.compose"], ["network with name", "already exists"],
            ["networks have same bridge name"]),
        Known(
            "network_gone", "The app's network was removed while its container started.",
            hint: "Try again. Ask the operator not to remove networks while apps are deployed.",
            ["failed to set up container networking: network", "not found"], ["network dcc-", "not found"],
            ["error response from daemon: network", "not found"],
            ["could not find a network matching network mode"]),
        Known(
            "docker_firewall", "Docker's firewall rules are gone, so it cannot connect the app's network.",
            hint: "Ask the operator to restart Docker, which writes them again.",
            ["iptables", "no chain/target/match by that name"], ["iptables", "chain", "does not exist"]),
    ]

    private static let containers = [
        Known(
            "container_conflict", "The name of the app's container is used by a container from elsewhere.",
            hint: "Ask the operator to remove that container, or choose another app name.",
            ["the container name", "is already in use by container"]),
        Known(
            "container_busy", "Docker is still removing the app's previous container.",
            hint: "Try again in a minute. If it keeps failing, ask the operator to check Docker.",
            ["removal of container", "is already in progress"],
            ["is marked for removal and cannot be"]),
        Known(
            "mount_missing", "A folder that is mounted into the app's container is missing: {line}.",
            hint: "Ask the operator to check the folder, then try again.",
            ["bind source path does not exist"], ["error while creating mount source path"],
            ["error mounting", "no such file or directory"]),
        Known(
            "memory_too_low", "The app's memory limit is too low to start its container.",
            hint: "Raise the memory limit in its settings.",
            ["container init was oom-killed"], ["minimum memory limit allowed"],
            ["memory.max: device or resource busy"], ["memory.limit_in_bytes: device or resource busy"]),
        Known(
            "cpu_limit_too_high", "The configured CPU limit is more than the machine has: {line}.",
            hint: "Ask the operator to correct containers.cpus.",
            ["range of cpus is from"]),
    ]

    private static let machine = [
        Known(
            "disk_full", "No space left on the machine's disk or in the container's /tmp.",
            hint: "Free disk space on the machine, or install fewer packages, then redeploy.",
            ["no space left on device"], ["disk quota exceeded"]),
        Known(
            "machine_exhausted", "The machine has too little memory or too many processes to start a container.",
            hint: "Stop apps that are not needed, or ask the operator to check the machine, then try again.",
            ["error response from daemon", "cannot allocate memory"],
            ["error response from daemon", "resource temporarily unavailable"],
            ["error response from daemon", "too many open files"],
            ["runtime create failed", "can't get final child's pid from pipe"]),
        Known(
            "container_refused", "The machine's security settings do not let Docker start the container: {line}.",
            hint: "Ask the operator to check AppArmor, SELinux and seccomp on the machine.",
            ["error response from daemon", "apparmor"], ["error response from daemon", "selinux"],
            ["error response from daemon", "seccomp"],
            ["runtime create failed", "operation not permitted"], ["runtime create failed", "permission denied"]),
        Known(
            "cgroup_failed", "Docker could not set the container's limits: {line}.",
            hint: "Ask the operator to check the control groups (cgroups) of the machine.",
            ["runtime create failed", "cgroup"], ["cgroups: cgroup mountpoint does not exist"]),
    ]

    private static let gpus = [
        Known(
            "gpu_runtime_missing", "Docker has no NVIDIA runtime, so the app cannot use a GPU.",
            hint: "Install the NVIDIA Container Toolkit on the machine and restart Docker, or deploy with 0 GPUs.",
            ["could not select device driver"], ["nvidia-container-runtime-hook", "executable file not found"],
            ["unknown or invalid runtime name: nvidia"]),
        Known(
            "gpu_gone", "A GPU of the app is no longer there.",
            hint: "Try again. If it fails again, ask the operator to check nvidia-smi.",
            ["nvidia-container-cli", "unknown device"], ["unresolvable cdi devices"]),
        Known(
            "gpu_driver_failed", "NVIDIA's driver did not let Docker use the GPU: {line}.",
            hint: "Ask the operator to check nvidia-smi. After a driver update the machine must be restarted.",
            ["nvidia-container-cli"], ["failed to initialize nvml"]),
    ]

    private static let images = [
        Known(
            "image_platform", "The image was built for another kind of processor.",
            hint: "Use an image for this machine's processor.",
            ["exec format error"], ["does not match the detected host platform"], ["no matching manifest for"]),
        Known(
            "registry_limit", "The image registry refuses more downloads for now.",
            hint: "Try again later, or ask the operator to log Docker in to the registry.",
            ["toomanyrequests"], ["429 too many requests"]),
        Known(
            "registry_unreachable", "The image registry did not answer: {line}.",
            hint: "Try again. If it keeps failing, ask the operator to check the machine's network.",
            ["dial tcp", "no such host"], ["dial tcp", "i/o timeout"], ["dial tcp", "connection refused"],
            ["server misbehaving"], ["tls handshake timeout"], ["client.timeout exceeded"],
            ["request canceled while waiting for connection"], ["tls: failed to verify certificate"]),
        Known(
            "image_missing", "The base image could not be pulled: {line}.",
            hint: "Ask the operator to check the base image name and the registry login.",
            ["pull access denied"], ["manifest unknown"], ["no such image"], ["unauthorized"], ["not found"]),
    ]
}
