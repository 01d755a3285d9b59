/// The images that apps may run in: the installation's default, and what the operator's patterns admit.
///
/// In a pattern `*` stands for any text, also across `/` and `:`; everything else for itself. An image is compared as
/// it is written: `python:*` admits `python:3.11` but not `docker.io/library/python:3.11`.
package struct AllowedImages: Sendable {
    package let standard: String
    package let patterns: [String]

    package init(standard: String, patterns: [String] = []) {
        self.standard = standard
        self.patterns = patterns
    }

    /// - Throws: `image_not_allowed`.
    package func admit(_ image: ImageReference) throws(FieldError) {
        let text = image.rawValue
        guard text == standard || patterns.contains(where: { Self.matches(Array(text.utf8), Array($0.utf8)) }) else {
            let rule =
                patterns.isEmpty
                ? "This installation allows no image but its own, \(standard)."
                : "\(text) is not among the allowed images: \(patterns.joined(separator: ", "))."
            throw FieldError(
                field: "image", code: "image_not_allowed", message: "\(rule) Operators set images.allowed.")
        }
    }

    private static func matches(_ text: [UInt8], _ pattern: [UInt8]) -> Bool {
        var (at, position) = (0, 0)
        // Where the last star stands, and how much of the text it takes so far.
        var star: (pattern: Int, text: Int)?
        while at < text.count {
            if position < pattern.count, pattern[position] == UInt8(ascii: "*") {
                star = (position, at)
                position += 1
            } else if position < pattern.count, pattern[position] == text[at] {
                (at, position) = (at + 1, position + 1)
            } else if let last = star {
                star = (last.pattern, last.text + 1)
                (at, position) = (last.text + 1, last.pattern + 1)
            } else {
                return false
            }
        }
        return pattern[position...].allSatisfy { $0 == UInt8(ascii: "*") }
    }
}
