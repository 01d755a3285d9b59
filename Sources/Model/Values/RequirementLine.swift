/// A line as in a requirements file, such as `Pillow>=10` or `--extra-index-url https://…`, read by the installer and
/// nobody else.
///
/// One line of 1 to 1024 bytes, without controls, line separators and bidirectional overrides (CVE-2021-42574).
package struct RequirementLine: Hashable, Sendable, CustomStringConvertible {
    package let rawValue: String
    package var description: String { rawValue }

    package static let maximumLength = 1024
    /// Maximum that an app adds.
    package static let maximumExtra = 100
    /// Maximum that an app leaves out.
    package static let maximumSkipped = 200

    /// - Parameter field: the line's path in the request, such as `extra_requirements[0]`.
    /// - Throws: `requirement_empty`, `requirement_too_long` or `requirement_control_char`.
    package init(_ text: String, field: String) throws(FieldError) {
        func error(_ code: String, _ message: String) -> FieldError {
            FieldError(field: field, code: code, message: message)
        }
        guard text.contains(where: { !$0.isWhitespace }) else {
            throw error("requirement_empty", "Enter a line as in a requirements file, such as Pillow>=10.")
        }
        guard text.utf8.count <= Self.maximumLength else {
            throw error("requirement_too_long", "The line is longer than \(Self.maximumLength) bytes.")
        }
        guard !text.unicodeScalars.contains(where: Self.isRefused) else {
            throw error(
                "requirement_control_char", "Use one line without control characters or invisible direction marks.")
        }
        rawValue = text
    }

    private static func isRefused(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: true
        default: scalar.properties.isBidiControl
        }
    }
}
