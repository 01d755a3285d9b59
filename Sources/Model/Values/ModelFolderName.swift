/// Name of a folder with models that the operator offers, mounted at `/models/NAME`: `^[a-z0-9][a-z0-9-]{0,62}$`.
package struct ModelFolderName: Hashable, Sendable, CustomStringConvertible {
    package let rawValue: String
    package var description: String { rawValue }

    package static let maximumLength = 63
    /// Maximum per app.
    package static let maximumCount = 20

    /// - Parameter field: the name's path in the request, such as `models[0]`.
    /// - Throws: `model_invalid`.
    package init(_ text: String, field: String) throws(FieldError) {
        let bytes = text.utf8
        guard (1...Self.maximumLength).contains(bytes.count), let first = bytes.first, first.isSmallLetterOrDigit,
            bytes.allSatisfy({ $0.isSmallLetterOrDigit || $0 == UInt8(ascii: "-") })
        else {
            throw FieldError(
                field: field, code: "model_invalid",
                message: "Use up to \(Self.maximumLength) lowercase letters, digits and hyphens, "
                    + "starting with a letter or digit.")
        }
        rawValue = text
    }
}
