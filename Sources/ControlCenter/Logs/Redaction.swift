/// Takes an app's secrets out of text, also where a URL has them percent-encoded.
package struct Redaction: Sendable {
    static let replacement = "•••"

    /// Longest first: a secret may be a part of another one.
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

    /// Every byte but RFC 3986's unreserved ones.
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
