import Model
import Platform
import Ports

/// Maps `docker` error output to failures that users can act on. What the texts are is in ``DockerErrors``.
enum DockerFailure {
    static func of(_ tail: [String], status: String) -> StepFailure {
        let text = tail.joined(separator: "\n").lowercased()
        let last = lastLine(tail)
        if let error = DockerErrors.all.first(where: { $0.isTold(in: text) }) {
            return StepFailure(
                code: error.code, message: error.message.replacing("{line}", with: last), hint: error.hint)
        }
        if let shortage = shortage(text) {
            return StepFailure(
                code: shortage.code, message: "docker failed: \(shortage.words) (\(last)).", hint: shortage.hint)
        }
        return StepFailure(
            code: "docker_failed", message: "Docker failed (\(status)): \(last).",
            hint: "See the log for the full output.")
    }

    /// What Go's runtime says when docker itself, not what runs in a container, has not enough. In lower case.
    private static func shortage(_ text: String) -> Shortage? {
        if text.contains("runtime: failed to create new os thread")
            || text.contains("runtime/cgo: pthread_create failed")
            || text.contains("fork/exec /usr/") && text.contains("resource temporarily unavailable")
        {
            return .processes
        }
        if text.contains("fatal error: runtime: ") && text.contains("memory")
            || text.contains("fatal error: failed to reserve page summary memory")
            || text.contains("fork/exec /usr/") && text.contains("cannot allocate memory")
        {
            return .memory
        }
        return nil
    }

    /// True for failures that explain the end of an install container too.
    static func isOfTheHost(_ failure: StepFailure) -> Bool {
        failure.isOfTheMachine || [Failure.dockerUnreachable, "disk_full"].contains(failure.code)
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
