/// Name of an environment variable that an app may set: letters, digits and `_`, at most 128.
///
/// Reserved is only what reaches beyond the app's own programs; ``ReservedVariable`` says which and why.
package struct EnvironmentName: Hashable, Sendable {
    package let rawValue: String

    package static let maximumLength = 128

    /// - Parameter field: the variable's path in the request, such as `environment[0]`.
    /// - Throws: `env_key_invalid` or `env_key_reserved`.
    package init(_ text: String, field: String) throws(FieldError) {
        let bytes = text.utf8
        guard (1...Self.maximumLength).contains(bytes.count), bytes.allSatisfy(Self.isAllowed),
            let first = bytes.first, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first)
        else {
            throw FieldError(
                field: "\(field).name", code: "env_key_invalid",
                message: "Use up to \(Self.maximumLength) letters, digits and underscores, not starting with a digit.")
        }
        if let reserved = ReservedVariable(text) {
            throw FieldError(field: "\(field).name", code: "env_key_reserved", message: reserved.sentence(on: text))
        }
        rawValue = text
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
