import ControlCenter
import FoundationEssentials
import Glibc

/// A line of `restic backup --json` about something that it could not read, and so left out of its snapshot.
struct UnreadFile: Decodable {
    /// `scan` while sizes are only summed up: what matters comes again as `archival`.
    private let during: String
    let item: String
    private let error: Reason?

    private struct Reason: Decodable {
        /// Linux's errno, where restic 0.14 knows it.
        let number: Int32?
        /// From 0.17 on.
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

    /// - Returns: nil for what is no trouble: it went away meanwhile, as files do.
    static func read(_ line: String) throws(BackupFailure) -> UnreadFile? {
        guard let file = try? JSONDecoder().decode(UnreadFile.self, from: Data(line.utf8)) else {
            throw BackupFailure(
                code: "backup_unfinished",
                message: "No backup was made: restic could not read something: \(line.prefix(500))",
                hint: "Look at it, and try again.")
        }
        return file.during == "scan" || file.isGone ? nil : file
    }

    private var isGone: Bool {
        if let number = error?.number { return number == ENOENT }
        if let message = error?.message { return message.contains("no such file or directory") }
        // A name that is no UTF-8 cannot be looked for.
        guard !item.unicodeScalars.contains("\u{FFFD}") else { return false }
        var status = stat()
        return lstat(item, &status) != 0 && errno == ENOENT
    }
}
