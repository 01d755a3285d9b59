import Crypto
import Model
import FoundationEssentials

/// HMAC-SHA-256 in hexadecimal, with a key derived from the repository's password (HKDF-SHA-256, RFC 5869).
struct PasswordCode {
    /// Each purpose derives its own key.
    let purpose: String

    func make(of text: [UInt8], password: [UInt8]) -> String {
        HMAC<SHA256>.authenticationCode(for: text, using: key(password)).hexadecimal
    }

    func isRight(_ code: String, of text: [UInt8], password: [UInt8]) -> Bool {
        guard let bytes = [UInt8](hexadecimal: code) else { return false }
        return HMAC<SHA256>.isValidAuthenticationCode(bytes, authenticating: text, using: key(password))
    }

    private func key(_ password: [UInt8]) -> SymmetricKey {
        HKDF<SHA256>.deriveKey(
            inputKeyMaterial: SymmetricKey(data: password), info: Data(purpose.utf8), outputByteCount: 32)
    }
}

extension [UInt8] {
    fileprivate init?(hexadecimal text: String) {
        let digits = text.compactMap(\.hexDigitValue)
        guard digits.count == text.count, digits.count == 64 else { return nil }
        self = stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }
}
