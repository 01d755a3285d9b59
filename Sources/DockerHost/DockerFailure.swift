import Model

/// Maps `docker` error output to failures that users can act on.
enum DockerFailure {
    static func of(_ tail: [String], status: String) -> StepFailure {
        let text = tail.joined(separator: "\n")
        if text.contains("port is already allocated") || text.contains("address already in use") {
            return StepFailure(
                code: "host_port_taken", message: "Another program on the machine uses the app's port.",
                hint: "Try again. The app gets another port.")
        }
        if text.contains("Pool overlaps with other one on this address space") {
            return StepFailure(
                code: "network_taken", message: "Another program on the machine uses the app's network addresses.",
                hint: "Try again. The app gets others.")
        }
        if text.contains("could not select device driver") {
            return StepFailure(
                code: "gpu_runtime_missing", message: "Docker has no NVIDIA runtime, so the app cannot use a GPU.",
                hint: "Install the NVIDIA Container Toolkit on the machine and restart Docker, or deploy with 0 GPUs.")
        }
        // The second text appears when the Engine goes down during a call.
        if text.contains("Cannot connect to the Docker daemon") || text.contains("error during connect:") {
            return StepFailure(
                code: Failure.dockerUnreachable, message: "The Docker Engine is not responding.",
                hint: "Ask the operator to check Docker. A deployment is repeated when it responds again.")
        }
        if text.lowercased().contains("no space left on device") {
            return StepFailure(
                code: "disk_full", message: "No space left on the machine's disk or in the container's /tmp.",
                hint: "Free disk space on the machine, or install fewer packages, then redeploy.")
        }
        if text.contains("pull access denied") || text.contains("manifest unknown") || text.contains("not found") {
            return StepFailure(
                code: "image_missing", message: "The base image could not be pulled: \(lastLine(tail)).",
                hint: "Ask the operator to check the base image name and the registry login.")
        }
        return StepFailure(
            code: "docker_failed", message: "Docker failed (\(status)): \(lastLine(tail)).",
            hint: "See the log for the full output.")
    }

    /// True for failures of Docker or the host, not of the installed packages.
    static func isOfTheHost(_ failure: StepFailure) -> Bool {
        [
            Failure.dockerUnreachable, "gpu_runtime_missing", "disk_full", "container_conflict", "network_taken",
        ].contains(failure.code)
    }

    static let installFailed = StepFailure(
        code: "install_failed", message: "Installing the dependencies failed.",
        hint: "The last log lines name the package. Fix the requirements file, then redeploy.")

    static func installOutOfMemory(_ limit: MemoryLimit) -> StepFailure {
        StepFailure(
            code: "install_out_of_memory",
            message: "Installing the dependencies took more memory than the app's \(limit.gib) GiB.",
            hint: "Give the app more memory in its settings, then redeploy.",
            action: (try? MemoryLimit(gib: limit.gib * 2)).map { .setMemory(gib: $0.gib) })
    }

    private static func lastLine(_ tail: [String]) -> String {
        LogText.clean((tail.last { !$0.isEmpty } ?? "no output").utf8)
    }
}
