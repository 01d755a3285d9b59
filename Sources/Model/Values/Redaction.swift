/// Removes an app's secrets from text, including percent-encoded ones in URLs.
package struct Redaction: Sendable {
    static let replacement = "•••"

    /// Longest first: one secret may contain another.
    private let needles: [String]

    package init(_ secrets: [Secret]) {
        let values = secrets.map(\.exposed)
        needles = Set(values + values.map(Self.percentEncoded)).sorted { ($1.utf8.count, $1) < ($0.utf8.count, $0) }
    }

    package func apply(_ text: String) -> String {
        needles.reduce(text) { text, needle in
            text.contains(needle) ? text.replacing(needle, with: Self.replacement) : text
        }
    }

    /// Encodes every byte except RFC 3986's unreserved characters.
    private static func percentEncoded(_ text: String) -> String {
        text.utf8.map { byte in
            let character = Character(Unicode.Scalar(byte))
            if character.isASCII, character.isLetter || character.isNumber || "-._~".contains(character) {
                return String(character)
            }
            let digits = String(byte, radix: 16, uppercase: true)
            return "%" + (digits.count == 1 ? "0" : "") + digits
        }.joined()
    }
}
