/// The file that lists the Python packages to install.
package enum RequirementsFile: Hashable, Sendable {
    /// `requirements.txt` in the repository root, if there is one.
    case automatic
    /// Nothing is installed.
    case none
    /// This file, relative to the repository, validated by ``init(_:)``.
    case path(String)

    package static let maximumLength = 255

    /// - Parameter text: nil for ``automatic``, empty for ``none``.
    package init(_ text: String?) throws(FieldError) {
        guard let text else {
            self = .automatic
            return
        }
        guard !text.isEmpty else {
            self = .none
            return
        }
        guard text != ".", !text.hasSuffix("/") else {
            throw Self.error("requirements_not_file", "Enter a file, not a folder.")
        }
        let segments = text.split(separator: "/", omittingEmptySubsequences: false)
        guard text.utf8.count <= Self.maximumLength, segments.allSatisfy(Self.isPlain), !text.hasPrefix("-") else {
            throw Self.error(
                "requirements_path",
                "Use a path inside the repository, such as requirements.txt or docker/requirements.txt.")
        }
        self = .path(text)
    }

    private static func isPlain(_ segment: Substring) -> Bool {
        guard !segment.isEmpty, segment != ".", segment != "..", !isGitFolder(segment) else { return false }
        return segment.unicodeScalars.allSatisfy { scalar in
            guard !"\\:".unicodeScalars.contains(scalar) else { return false }
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate, .unassigned:
                return false
            default: return true
            }
        }
    }

    /// `.git` in any spelling file systems accept (CVE-2014-9390); code points that HFS+ ignores are refused above.
    private static func isGitFolder(_ segment: Substring) -> Bool {
        var folded = segment.lowercased()
        while folded.hasSuffix(".") || folded.hasSuffix(" ") { folded.removeLast() }
        return folded == ".git" || folded.hasPrefix("git~")
    }

    private static func error(_ code: String, _ message: String) -> FieldError {
        FieldError(field: "requirements_file", code: code, message: message)
    }
}

extension RequirementsFile {
    /// The form that ``init(_:)`` accepts.
    package var text: String? {
        switch self {
        case .automatic: nil
        case .none: ""
        case .path(let path): path
        }
    }
}
