import Processes

/// Runs a program of the host to read its version.
enum Tool {
    /// - Parameter name: of a program in PATH, or its absolute path.
    /// - Returns: stdout and stderr; nil if the program is missing or fails.
    static func output(_ name: String, _ arguments: String...) async -> String? {
        var command = Command(name, arguments)
        command.ending = .atOnce
        command.limit = .seconds(30)
        guard let done = try? await command.capture(atMost: 1 << 20, errors: 1 << 20), done.status.isSuccess else {
            return nil
        }
        return done.output + done.errors
    }
}
