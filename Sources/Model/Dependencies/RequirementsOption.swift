/// An option on a line of a requirements file.
struct RequirementsOption {
    enum Kind: Equatable {
        case include, constraint, editable, findLinks
        case kept(String, takesValue: Bool)
        case ignored(String, takesValue: Bool)

        var takesValue: Bool {
            switch self {
            case .include, .constraint, .editable, .findLinks: true
            case .kept(_, let takesValue), .ignored(_, let takesValue): takesValue
            }
        }
    }

    let kind: Kind
    /// The value in the same word; empty if it follows in the next one.
    let value: String

    private static let kinds: [String: Kind] = [
        "-r": .include, "--requirement": .include, "-c": .constraint, "--constraint": .constraint,
        "-e": .editable, "--editable": .editable, "-f": .findLinks, "--find-links": .findLinks,
        "-i": .kept("--index-url", takesValue: true), "--index-url": .kept("--index-url", takesValue: true),
        "--pypi-url": .kept("--index-url", takesValue: true),
        "--extra-index-url": .kept("--extra-index-url", takesValue: true),
        "--no-index": .kept("--no-index", takesValue: false),
        "--no-binary": .kept("--no-binary", takesValue: true),
        "--only-binary": .kept("--only-binary", takesValue: true),
        "--pre": .kept("--pre", takesValue: false),
        "--require-hashes": .kept("--require-hashes", takesValue: false),
        "--prefer-binary": .ignored("--prefer-binary", takesValue: false),
        "--trusted-host": .ignored("--trusted-host", takesValue: true),
        "--use-feature": .ignored("--use-feature", takesValue: true),
    ]

    /// - Parameter word: `--option`, `--option=value`, `-r` or `-rvalue`.
    init?(_ word: Substring) {
        let isLong = word.hasPrefix("--")
        let name = isLong ? word.prefix { $0 != "=" } : word.prefix(2)
        guard let kind = Self.kinds[String(name)] else { return nil }
        self.kind = kind
        let rest = word.dropFirst(name.count)
        value = String(rest.hasPrefix("=") ? rest.dropFirst() : rest)
    }
}
