import ControlCenter

/// What `docker` prints when it fails, as failures that people can act on.
enum DockerFailure {
    static func of(_ tail: [String], status: String) -> StepFailure {
        let text = tail.joined(separator: "\n")
        if text.contains("port is already allocated") || text.contains("address already in use") {
            return StepFailure(
                code: "host_port_taken", message: "Another program on the host listens on the app's port.",
                hint: "Try again; another port is used then.")
        }
        if text.contains("could not select device driver") {
            return StepFailure(
                code: "gpu_runtime_missing", message: "Docker has no NVIDIA runtime, so the app gets no GPU.",
                hint: "Install NVIDIA's container toolkit on the host and restart Docker, or deploy with 0 GPUs.")
        }
        // The second is what it says when the Engine goes in the midst of a call.
        if text.contains("Cannot connect to the Docker daemon") || text.contains("error during connect:") {
            return StepFailure(
                code: "docker_unreachable", message: "The Docker Engine does not answer.",
                hint: "Ask the operator to look at it, then try again.")
        }
        if text.lowercased().contains("no space left on device") {
            return StepFailure(
                code: "disk_full", message: "There was no space left, on the host's disk or in the container's /tmp.",
                hint: "Remove what is not needed from the host, or ask for less to be installed; then redeploy.")
        }
        if text.contains("pull access denied") || text.contains("manifest unknown") || text.contains("not found") {
            return StepFailure(
                code: "image_missing", message: "The base image could not be pulled: \(lastLine(tail)).",
                hint: "Ask the operator to check the base image's name and the registry's sign-in.")
        }
        return StepFailure(
            code: "docker_failed", message: "Docker failed (\(status)): \(lastLine(tail)).",
            hint: "The log has the whole output.")
    }

    /// Not the fault of what was installed.
    static func isOfTheHost(_ failure: StepFailure) -> Bool {
        ["docker_unreachable", "gpu_runtime_missing", "disk_full", "container_conflict"].contains(failure.code)
    }

    static let installFailed = StepFailure(
        code: "install_failed", message: "Installing the dependencies failed.",
        hint: "The log's last lines name the package. Correct the requirements file and redeploy.")

    private static func lastLine(_ tail: [String]) -> String {
        LogText.clean((tail.last { !$0.isEmpty } ?? "no output").utf8)
    }
}
