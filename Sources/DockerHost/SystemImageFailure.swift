import Model

/// Maps the output of a failed installation of system packages to failures that users can act on.
enum SystemImageFailure {
    /// - Parameter lines: the last lines of output.
    static func of(_ lines: [String], outOfMemory: Bool, _ settings: DockerSettings) -> StepFailure {
        let errors = lines.filter { $0.hasPrefix("E: ") }
        let unknown = errors.compactMap(unknownPackage).reduce(into: [String]()) { names, name in
            if !names.contains(name) { names.append(name) }
        }
        if !unknown.isEmpty {
            let noun = unknown.count == 1 ? "no package" : "no packages"
            return StepFailure(
                code: "system_package_unknown",
                message: "The base image's package sources have \(noun) named \(unknown.joined(separator: ", ")).",
                hint: "Correct or remove the name in the system packages, packages.txt or apt.txt, then redeploy.",
                lines: shown(errors.filter { unknownPackage($0) != nil }))
        }
        if outOfMemory {
            return failure(
                "it needs more than \(settings.memory.gib) GiB of memory", lines.suffix(1),
                hint: "Install fewer packages, or ask the operator to increase containers.memoryGiB.")
        }
        let full = lines.filter { $0.lowercased().contains("no space left on device") }
        if !full.isEmpty {
            return StepFailure(
                code: "disk_full", message: "No space left on the machine's disk for the app's image.",
                hint: "Ask the operator to free disk space on the machine, then redeploy.", lines: shown(full))
        }
        if lines.contains(SystemImageScript.hasNoApt) {
            return failure(
                "the base image has no apt-get", [SystemImageScript.hasNoApt],
                hint: "Remove the app's system packages, or use a base image made from Debian or Ubuntu.")
        }
        let fetches = errors.filter { $0.contains("Failed to fetch") || $0.contains("Unable to fetch") }
        if let fetch = fetches.first {
            return failure(
                text(fetch), fetches,
                hint: "Ask the operator whether the machine reaches the package mirror, then redeploy.",
                action: .redeploy)
        }
        let reason = errors.last ?? lines.last { !$0.isEmpty } ?? "no output"
        return failure(
            text(reason), errors.isEmpty ? lines.suffix(3) : errors,
            hint: "The log names the package. Correct the list, then redeploy.")
    }

    static func tooLarge(_ settings: DockerSettings) -> StepFailure {
        StepFailure(
            code: "image_too_large",
            message: "The system packages add more than \(settings.imageGiB) GiB to the image.",
            hint: "Install fewer packages, or ask the operator to increase limits.imageGiB.")
    }

    private static func failure(
        _ reason: String, _ lines: [String], hint: String, action: FailureAction? = nil
    ) -> StepFailure {
        StepFailure(
            code: "image_build_failed", message: "The system packages could not be installed: \(reason).", hint: hint,
            lines: shown(lines), action: action)
    }

    private static func shown(_ lines: [String]) -> [String] { lines.suffix(3).map { LogText.clean($0.utf8) } }

    /// Without apt's mark of an error.
    private static func text(_ line: String) -> String {
        LogText.clean((line.hasPrefix("E: ") ? line.dropFirst(3) : line[...]).utf8)
    }

    /// apt's two ways to say that it has no such package.
    private static func unknownPackage(_ line: String) -> String? {
        for (before, after) in [
            ("E: Unable to locate package ", ""), ("E: Package '", "' has no installation candidate"),
        ]
        where line.hasPrefix(before) && line.hasSuffix(after) {
            return LogText.clean(line.dropFirst(before.count).dropLast(after.count).utf8)
        }
        return nil
    }
}
