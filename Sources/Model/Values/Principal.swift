/// Who an app can be shared with: a user, a group, or all signed-in users.
package enum Principal: Hashable, Sendable, CustomStringConvertible {
    case user(String)
    case group(String)
    case everybody

    private static let maximumLength = 128

    /// Parses `alice`, `@research` or `*`.
    /// - Throws: `share_invalid` unless it is 1 to 128 printable characters without spaces and commas.
    package init(_ text: String, field: String = "shared_with") throws(FieldError) {
        if text == "*" {
            self = .everybody
            return
        }
        let isGroup = text.hasPrefix("@")
        let name = isGroup ? String(text.dropFirst()) : text
        guard (1...Self.maximumLength).contains(name.utf8.count), name.unicodeScalars.allSatisfy(Self.isAllowed) else {
            throw FieldError(
                field: field, code: "share_invalid",
                message: "Enter a user such as alice, a group such as @research, or * for everyone.")
        }
        self = isGroup ? .group(name) : .user(name)
    }

    package var description: String {
        switch self {
        case .user(let name): name
        case .group(let name): "@\(name)"
        case .everybody: "*"
        }
    }

    package func includes(user: String, groups: Set<String>) -> Bool {
        switch self {
        case .user(let name): name == user
        case .group(let name): groups.contains(name)
        case .everybody: true
        }
    }

    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .spaceSeparator, .lineSeparator,
            .paragraphSeparator:
            false
        default: scalar != ","
        }
    }
}
