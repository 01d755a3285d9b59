/// Why a backup, check or restore failed, for the operator who has to fix it.
package struct BackupFailure: Error, Equatable, Codable, Sendable, CustomStringConvertible {
    /// For example `archive_path` or `repository_missing`.
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
