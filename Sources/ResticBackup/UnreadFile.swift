import Model
import FoundationEssentials
import Glibc

/// A line of `restic backup --json` about a file that could not be read and is missing from the snapshot.
struct UnreadFile: Decodable {
    /// `scan` while sizes are summed up; relevant errors are repeated as `archival`.
    private let during: String
    let item: String
    private let error: Reason?

    private struct Reason: Decodable {
        /// Linux errno, reported by restic 0.14.
        let number: Int32?
        /// Reported from restic 0.17 on.
        let message: String?

        private enum CodingKeys: String, CodingKey {
            case message
            case number = "Err"
        }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            number = try? container.decode(Int32.self, forKey: .number)
            message = try? container.decode(String.self, forKey: .message)
        }
    }

    static func isOne(_ line: String) -> Bool { line.hasPrefix(#"{"message_type":"error""#) }

    /// - Returns: nil for harmless errors: the file was removed during the backup.
    static func read(_ line: String) throws(BackupFailure) -> UnreadFile? {
        guard let file = try? JSONDecoder().decode(UnreadFile.self, from: Data(line.utf8)) else {
            throw BackupFailure(
                code: "backup_unfinished",
                message: "No backup was created: restic could not read a file: \(line.prefix(500))",
                hint: "Check the file, then try again.")
        }
        return file.during == "scan" || file.isGone ? nil : file
    }

    private var isGone: Bool {
        if let number = error?.number { return number == ENOENT }
        if let message = error?.message { return message.contains("no such file or directory") }
        // Invalid UTF-8 in the name: the file cannot be looked up.
        guard !item.unicodeScalars.contains("\u{FFFD}") else { return false }
        var status = stat()
        return lstat(item, &status) != 0 && errno == ENOENT
    }
}
