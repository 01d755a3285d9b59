/// A Git branch name, more restrictive than Git: letters, digits and `. _ / + -`.
package struct BranchName: Hashable, Sendable, CustomStringConvertible {
    package let rawValue: String
    package var description: String { rawValue }

    package init(_ text: String) throws(FieldError) {
        let segments = text.split(separator: "/", omittingEmptySubsequences: false)
        let wellFormed = segments.allSatisfy { segment in
            !segment.isEmpty && !segment.hasPrefix(".") && !segment.hasPrefix("-") && !segment.hasSuffix(".")
                && !segment.hasSuffix(".lock") && !segment.contains("..")
                && segment.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "._+-".contains($0)) }
        }
        guard wellFormed, text.utf8.count <= 200 else {
            throw FieldError(
                field: "branch", code: "ref_invalid",
                message: "Use a branch name of letters, digits and . _ / + -, without “..”.")
        }
        rawValue = text
    }
}
