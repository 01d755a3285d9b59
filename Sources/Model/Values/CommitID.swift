/// A Git commit hash, 40 (SHA-1) or 64 (SHA-256) lowercase hexadecimal digits.
package struct CommitID: Hashable, Sendable, CustomStringConvertible {
    package let rawValue: String
    package var description: String { rawValue }
    /// The first nine digits, for display.
    package var short: String { String(rawValue.prefix(9)) }

    package init?(_ text: String) {
        guard [40, 64].contains(text.utf8.count), text.allSatisfy({ $0.isHexDigit && !$0.isUppercase }) else {
            return nil
        }
        rawValue = text
    }
}

extension CommitID: Codable {
    package init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let commit = CommitID(text) else {
            throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: "not a commit"))
        }
        self = commit
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }
}
