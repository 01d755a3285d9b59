import ControlCenter
import Crypto
import FoundationEssentials

/// What a backup is: written beside the copy of the database, and authenticated under the repository's password, so that
/// whoever can put a snapshot into the repository, by a key of their own, cannot have a database of theirs taken for ours.
/// It says nothing of the workspaces in the same snapshot: ``SnapshotSeal`` does.
struct BackupManifest: Equatable, Codable {
    static let format = 1
    private static let code = PasswordCode(purpose: "dcc backup manifest")

    let format: Int
    let madeAt: Date
    let database: DatabaseContents
    /// The folder of the workspaces on the machine that the backup is of.
    let workspaces: String
    /// SHA-256 of each staged file, in hexadecimal.
    let files: [String: String]

    private enum CodingKeys: String, CodingKey {
        case format, database, workspaces, files
        case madeAt = "made_at"
    }

    var text: [UInt8] { Array(JSONText.data(self)) }

    static func code(of text: [UInt8], password: [UInt8]) -> String { code.make(of: text, password: password) }

    /// - Throws: `archive_unauthenticated`, `archive_newer` or `archive_damaged`; nothing of a manifest is believed
    ///   before its code is checked.
    static func read(_ text: [UInt8], code: [UInt8]?, password: [UInt8]) throws(BackupFailure) -> BackupManifest {
        let given = code.map { String(decoding: $0, as: UTF8.self) } ?? ""
        guard Self.code.isRight(given, of: text, password: password) else {
            throw .archive("unauthenticated", "its manifest was not written under this repository's password")
        }
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        guard let version = try? decoder.decode(Version.self, from: Data(text)) else {
            throw .archive("damaged", "its manifest cannot be read")
        }
        guard version.format <= format else { throw .archive("newer", "it was made by a newer version of dcc") }
        guard let manifest = try? decoder.decode(BackupManifest.self, from: Data(text)) else {
            throw .archive("damaged", "its manifest cannot be read")
        }
        return manifest
    }

    private struct Version: Decodable {
        let format: Int
    }
}

/// SHA-256 of files.
enum FileHash {
    static func of(_ path: String) throws(BackupFailure) -> String {
        guard let stream = InputFile(path) else { throw .archive("damaged", "\(path) is missing from it") }
        var hash = SHA256()
        while let piece = stream.next() { hash.update(data: piece) }
        return hash.finalize().map(\.twoDigits).joined()
    }
}
