import Subprocess

/// A program of the host that is asked what it is.
enum Tool {
    /// - Returns: what it said on either stream; nil when it is not there or fails.
    static func says(_ name: String, _ arguments: String...) async -> String? {
        let done = try? await Subprocess.run(
            .name(name), arguments: Arguments(arguments), input: .none, output: .string(limit: 1 << 20),
            error: .string(limit: 1 << 20))
        guard let done, done.terminationStatus.isSuccess else { return nil }
        return done.standardOutput + done.standardError
    }
}
