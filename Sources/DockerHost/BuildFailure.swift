import Model

/// Maps the output of a failed build to failures that users can act on.
enum BuildFailure {
    /// - Parameter step: the instruction that ran last; nil if none had begun.
    static func of(
        _ failed: BuildFailed, _ step: DockerfileInstruction?, memory: MemoryLimit, _ settings: DockerSettings
    ) -> StepFailure {
        let lines = BuildProgress.output(of: failed.lines)
        if failed.context.contains(BuildContext.tooLarge) { return contextTooLarge(settings) }
        if lines.contains(where: { $0.lowercased().contains("no space left on device") }) { return diskFull }
        if lines.contains(where: {
            $0.contains("Cannot connect to the Docker daemon") || $0.contains("error during connect:")
        }) {
            return DockerFailure.of(lines, status: "build")
        }
        if !failed.context.isEmpty, step == nil {
            return StepFailure(
                code: "dockerfile_context",
                message: "The checkout could not be sent to Docker: \(text(failed.context)).",
                hint: "Redeploy. If it fails again, ask the operator to check Docker.", action: .redeploy)
        }
        guard let step else {
            return StepFailure(
                code: "dockerfile_failed",
                message: "Docker did not begin the build: \(text(lines.last ?? "no output")).",
                hint: "See the log for the full output.", lines: shown(lines))
        }
        let place = "Line \(step.line) of the Dockerfile"
        guard let (code, output) = exit(of: lines) else {
            return StepFailure(
                code: "dockerfile_failed", message: "\(place) failed: \(text(lines.last ?? "no output")).",
                hint: "Correct the line, then redeploy.", lines: ["Dockerfile:\(step.line): \(text(step.text))"])
        }
        if code == 137 {
            return StepFailure(
                code: "dockerfile_out_of_memory",
                message:
                    "\(place) was killed (exit code 137): it probably needs more than \(memory.gib) GiB of memory.",
                hint: "Give the app more memory in its settings, or let the step do less at once.",
                lines: shown(output), action: (try? MemoryLimit(gib: memory.gib * 2)).map { .setMemory(gib: $0.gib) })
        }
        if let host = unreached(output) {
            return StepFailure(
                code: "dockerfile_host_unreachable", message: "\(place) could not reach \(host).",
                hint: "Check the address, and ask the operator whether builds may reach it. Then redeploy.",
                lines: shown(output), action: .redeploy)
        }
        return StepFailure(
            code: "dockerfile_failed", message: "\(place) failed with exit code \(code): \(text(step.text)).",
            hint: "Its last output says why. Correct the line, then redeploy.", lines: shown(output))
    }

    static func tooLarge(_ settings: DockerSettings) -> StepFailure {
        StepFailure(
            code: "image_too_large", message: "The build wrote more than \(settings.imageGiB) GiB.",
            hint: "Let the Dockerfile install and copy less, or ask the operator to increase limits.imageGiB.")
    }

    static let diskFull = StepFailure(
        code: "disk_full", message: "No space left on the machine's disk for the app's image.",
        hint: "Ask the operator to free disk space on the machine, then redeploy.")

    private static func contextTooLarge(_ settings: DockerSettings) -> StepFailure {
        StepFailure(
            code: "image_too_large", message: "The checkout has more than \(settings.imageGiB) GiB to copy from.",
            hint: "Leave large files out with a .dockerignore, or ask the operator to increase limits.imageGiB.")
    }

    /// `The command '/bin/sh -c …' returned a non-zero code: 2`, the builder's last line.
    /// - Returns: the exit code, and the step's own output.
    private static func exit(of lines: [String]) -> (code: Int, output: [String])? {
        let mark = " returned a non-zero code: "
        guard let last = lines.last, last.hasPrefix("The command '"), let range = last.ranges(of: mark).last,
            let code = Int(last[range.upperBound...])
        else { return nil }
        return (code, Array(lines.dropLast()))
    }

    private static let unreachedMarks = [
        "Temporary failure resolving '", "Could not resolve host: ", "Could not resolve '", "bad address '",
        "unable to resolve host address ‘", "Failed to connect to ", "getaddrinfo EAI_AGAIN ", "Failed to resolve '",
    ]

    private static func unreached(_ output: [String]) -> String? {
        for line in output.reversed() {
            for mark in unreachedMarks {
                guard let range = line.firstRange(of: mark) else { continue }
                let host = line[range.upperBound...].prefix { $0.isLetter || $0.isNumber || ".-_".contains($0) }
                if !host.isEmpty { return text(String(host)) }
            }
        }
        return nil
    }

    private static func shown(_ lines: [String]) -> [String] {
        lines.filter { !$0.allSatisfy(\.isWhitespace) }.suffix(3).map(text)
    }

    private static func text(_ line: String) -> String {
        let clean = LogText.clean(line.utf8)
        return clean.count > 200 ? clean.prefix(199) + "…" : clean
    }
}
