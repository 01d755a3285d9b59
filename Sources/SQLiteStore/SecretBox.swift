import Model
import Crypto
import FoundationEssentials
import Glibc

/// Encrypts secrets at rest (AES-256-GCM, NIST SP 800-38D), so that a copy of the database reveals none. The key is in
/// a separate file beside the database, readable only by the service.
package struct SecretBox: Sendable {
    private static let keySize = 32

    private let key: SymmetricKey

    /// Uses a random key that is not stored.
    package init() {
        key = SymmetricKey(size: .bits256)
    }

    /// - Parameter file: created with mode 0600 if missing.
    /// - Throws: ``SecretKeyUnusable``.
    package init(keyFile file: String) throws {
        if access(file, F_OK) != 0 { try Self.makeKey(file) }
        guard let data = FileManager.default.contents(atPath: file), data.count == Self.keySize else {
            throw SecretKeyUnusable(file: file, reason: "it cannot be read or is not \(Self.keySize) bytes long")
        }
        key = SymmetricKey(data: data)
    }

    /// - Parameter label: purpose of the secret. Decrypting requires the same label, so that rows of the database
    ///   cannot be swapped.
    func seal(_ secret: Secret, label: String) throws -> Data {
        let box = try AES.GCM.seal(Data(secret.exposed.utf8), using: key, authenticating: Data(label.utf8))
        guard let combined = box.combined else { preconditionFailure("a 12-byte nonce always combines") }
        return combined
    }

    /// - Throws: when the key or label differs or the data was modified.
    func open(_ sealed: Data, label: String) throws -> Secret {
        let box = try AES.GCM.SealedBox(combined: sealed)
        return Secret(
            String(decoding: try AES.GCM.open(box, using: key, authenticating: Data(label.utf8)), as: UTF8.self))
    }

    /// Keyed hash of a text: only a holder of the key can compute or verify it.
    func fingerprint(of text: String) -> String {
        HMAC<SHA256>.authenticationCode(for: Data(text.utf8), using: derivedKey("fingerprint")).hexadecimal
    }

    /// Derives a key for another purpose (HKDF, RFC 5869).
    func derivedKey(_ purpose: String) -> SymmetricKey {
        HKDF<SHA256>.deriveKey(inputKeyMaterial: key, info: Data(purpose.utf8), outputByteCount: Self.keySize)
    }

    private static func makeKey(_ file: String) throws {
        let descriptor = Glibc.open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw SecretKeyUnusable(file: file, reason: String(cString: strerror(errno))) }
        defer { close(descriptor) }
        let bytes = SymmetricKey(size: .bits256).withUnsafeBytes { Array($0) }
        guard write(descriptor, bytes, bytes.count) == bytes.count, fsync(descriptor) == 0 else {
            throw SecretKeyUnusable(file: file, reason: String(cString: strerror(errno)))
        }
    }
}

package struct SecretKeyUnusable: Error, CustomStringConvertible {
    package let file: String
    package let reason: String
    package var description: String { "secrets key \(file): \(reason)" }
}
