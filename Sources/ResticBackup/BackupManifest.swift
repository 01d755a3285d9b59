import Model
import Ports
import Crypto
import FoundationEssentials

/// Describes a backup. Stored beside the copy of the database and authenticated with the repository's password, so that
/// a snapshot added with another repository key cannot pass as ours. Covers the staged files only; ``SnapshotSeal``
/// covers the workspaces in the same snapshot.
struct BackupManifest: Equatable, Codable {
    static let format = 1
    private static let code = PasswordCode(purpose: "dcc backup manifest")

    let format: Int
    let madeAt: Date
    let database: DatabaseContents
    /// The workspaces folder on the machine that was backed up.
    let workspaces: String
    /// SHA-256 of each staged file, in hexadecimal, by file name.
    let files: [String: String]

    private enum CodingKeys: String, CodingKey {
        case format, database, workspaces, files
        case madeAt = "made_at"
    }

    var text: [UInt8] { Array(JSONText.data(self)) }

    static func code(of text: [UInt8], password: [UInt8]) -> String { code.make(of: text, password: password) }

    /// Verifies the code before it parses the manifest.
    /// - Throws: `archive_unauthenticated`, `archive_newer` or `archive_damaged`.
    static func read(_ text: [UInt8], code: [UInt8]?, password: [UInt8]) throws(BackupFailure) -> BackupManifest {
        let given = code.map { String(decoding: $0, as: UTF8.self) } ?? ""
        guard Self.code.isRight(given, of: text, password: password) else {
            throw .archive("unauthenticated", "its manifest is not authenticated with this repository's password")
        }
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        guard let version = try? decoder.decode(Version.self, from: Data(text)) else {
            throw .archive("damaged", "its manifest cannot be read")
        }
        guard version.format <= format else { throw .archive("newer", "it was created by a newer version of dcc") }
        guard let manifest = try? decoder.decode(BackupManifest.self, from: Data(text)) else {
            throw .archive("damaged", "its manifest cannot be read")
        }
        return manifest
    }

    private struct Version: Decodable {
        let format: Int
    }
}

/// SHA-256 of files, in hexadecimal.
enum FileHash {
    static func of(_ path: String) throws(BackupFailure) -> String {
        guard let stream = InputFile(path) else { throw .archive("damaged", "\(path) is missing from it") }
        var hash = SHA256()
        while let piece = stream.next() { hash.update(data: piece) }
        return hash.finalize().hexadecimal
    }
}
