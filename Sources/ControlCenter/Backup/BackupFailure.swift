/// Why a backup, a check or a restore did not end well, for the person who has to do something about it.
package struct BackupFailure: Error, Equatable, Codable, Sendable, CustomStringConvertible {
    /// Such as `archive_path` or `repository_missing`.
    package let code: String
    package let message: String
    package let hint: String

    package var description: String { "\(code): \(message) \(hint)" }

    package init(code: String, message: String, hint: String) {
        self.code = code
        self.message = message
        self.hint = hint
    }
}
