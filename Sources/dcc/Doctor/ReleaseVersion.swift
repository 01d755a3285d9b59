/// The version number in the output of a program, such as 1.1.5 in `1.1.5+ds1`.
struct ReleaseVersion: Comparable, CustomStringConvertible {
    let numbers: [Int]
    /// A release candidate sorts before its release.
    let isCandidate: Bool
    let description: String

    /// Takes the first number that contains a dot.
    init?(_ text: String) {
        let isNumber = { (character: Character) in character.isASCII && (character.isNumber || character == ".") }
        let words = text.split { !isNumber($0) }
        guard let word = words.first(where: { $0.contains(".") && $0.first != "." }) else { return nil }
        numbers = word.split(separator: ".").compactMap { Int($0) }
        isCandidate = text[word.endIndex...].hasPrefix("-rc")
        description = String(word)
    }

    static func < (left: ReleaseVersion, right: ReleaseVersion) -> Bool {
        let width = max(left.numbers.count, right.numbers.count)
        let padded = { (version: ReleaseVersion) in
            version.numbers + Array(repeating: 0, count: width - version.numbers.count)
        }
        if padded(left) != padded(right) { return padded(left).lexicographicallyPrecedes(padded(right)) }
        return left.isCandidate && !right.isCandidate
    }
}
