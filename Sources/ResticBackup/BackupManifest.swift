import ControlCenter
import Crypto
import FoundationEssentials

/// What a backup is: written beside the copy of the database, and authenticated under the repository's password, so that
/// whoever can put a snapshot into the repository, by a key of their own, cannot have a database of theirs taken for ours.
/// It says nothing of the workspaces in the same snapshot.
struct BackupManifest: Equatable, Codable {
    static let format = 1
    private static let purpose = "dcc backup manifest"

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

    static func code(of text: [UInt8], password: [UInt8]) -> String {
        HMAC<SHA256>.authenticationCode(for: text, using: key(password)).map(\.twoDigits).joined()
    }

    /// - Throws: `archive_unauthenticated`, `archive_newer` or `archive_damaged`; nothing of a manifest is believed
    ///   before its code is checked.
    static func read(_ text: [UInt8], code: [UInt8]?, password: [UInt8]) throws(BackupFailure) -> BackupManifest {
        let given = code.map { String(decoding: $0, as: UTF8.self) } ?? ""
        guard let bytes = [UInt8](hexadecimal: given),
            HMAC<SHA256>.isValidAuthenticationCode(bytes, authenticating: text, using: key(password))
        else {
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

    private static func key(_ password: [UInt8]) -> SymmetricKey {
        HKDF<SHA256>.deriveKey(
            inputKeyMaterial: SymmetricKey(data: password), info: Data(purpose.utf8), outputByteCount: 32)
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

extension UInt8 {
    fileprivate var twoDigits: String {
        let digits = String(self, radix: 16)
        return self < 16 ? "0\(digits)" : digits
    }
}

extension [UInt8] {
    fileprivate init?(hexadecimal text: String) {
        let digits = text.compactMap(\.hexDigitValue)
        guard digits.count == text.count, digits.count == 64 else { return nil }
        self = stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }
}
