import Subprocess
import SystemPackage

/// Runs a program of the host to read its version.
enum Tool {
    /// - Parameter name: of a program in PATH, or its absolute path.
    /// - Returns: stdout and stderr; nil if the program is missing or fails.
    static func output(_ name: String, _ arguments: String...) async -> String? {
        let done = try? await Subprocess.run(
            name.hasPrefix("/") ? .path(FilePath(name)) : .name(name), arguments: Arguments(arguments), input: .none,
            output: .string(limit: 1 << 20),
            error: .string(limit: 1 << 20))
        guard let done, done.terminationStatus.isSuccess else { return nil }
        return done.standardOutput + done.standardError
    }
}
