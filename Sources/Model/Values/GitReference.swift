/// What to check out: a branch, a tag or a full commit ID, as written in the field `branch`.
///
/// Names follow git-check-ref-format(1), and are more restrictive: letters and digits of any script, symbols such as
/// emoji, and `. _ / + - # @ = , %`. Whatever else Git accepts means something to a shell or cannot be seen.
package struct GitReference: Hashable, Sendable, CustomStringConvertible {
    private static let maximumLength = 200
    private static let punctuation: Set<Unicode.Scalar> = [".", "_", "/", "+", "-", "#", "@", "=", ",", "%"]

    package let rawValue: String
    package var description: String { rawValue }

    package init(_ text: String) throws(FieldError) {
        let segments = text.split(separator: "/", omittingEmptySubsequences: false)
        let wellFormed = segments.allSatisfy { segment in
            !segment.isEmpty && !segment.hasPrefix(".") && !segment.hasSuffix(".lock")
        }
        guard wellFormed, text.utf8.count <= Self.maximumLength, text.unicodeScalars.allSatisfy(Self.isAllowed),
            !text.hasPrefix("-"), !text.hasSuffix("."), !text.contains(".."), !text.contains("@{"), text != "@",
            text != "HEAD"
        else {
            throw FieldError(
                field: "branch", code: "ref_invalid",
                message: "Use the name of a branch or tag, or a full commit ID: letters, digits and "
                    + ". _ / + - # @ = , %, without “..”.")
        }
        rawValue = text
    }

    /// The commit, if it is a full commit ID.
    package var commit: CommitID? { CommitID(rawValue.lowercased()) }

    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII {
            return ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || ("0"..."9").contains(scalar)
                || punctuation.contains(scalar)
        }
        return switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark,
            .spacingMark, .enclosingMark, .decimalNumber, .letterNumber, .otherNumber, .otherSymbol, .modifierSymbol:
            true
        default: false
        }
    }
}
