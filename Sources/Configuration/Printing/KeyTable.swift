/// All keys, as the documents list them.
package enum KeyTable {
    /// The table in README.md, without a line break at its end.
    package static var markdown: String {
        let rows = ConfigurationKeys.table.map { key in
            "| `\(key.name)` | \(key.shownDefault.markdown) | \(markdown(key.rule)) | \(key.words) |"
        }
        return (["| Key | Default | Value | Meaning |", "|---|---|---|---|"] + rows).joined(separator: "\n")
    }

    /// Items for dcc.json(5), in roff's man macros, without a line break at the end.
    package static var manual: String {
        ConfigurationKeys.table.map { key in
            let preset = key.isRequired ? "Required." : "Default: \(roff(key.shownDefault.markdown))."
            return """
                .TP
                .B \(roff(key.name))
                \(roff(sentence(key.rule))).
                \(preset)
                \(roff(sentence(key.words))).
                """
        }.joined(separator: "\n")
    }

    /// `*` would begin emphasis.
    private static func markdown(_ rule: String) -> String { rule.replacing("*", with: "`*`") }

    private static func sentence(_ words: String) -> String {
        // A key or a name keeps its case.
        guard let first = words.first, first.isLowercase else { return words }
        return first.uppercased() + words.dropFirst()
    }

    /// Markdown's code becomes bold, and a link its text, with the address if that leads out of the repository.
    private static func roff(_ text: String) -> String {
        let linked = text.replacing(/\[([^\]]+)\]\(([^)]+)\)/) { match in
            match.2.hasPrefix("https://") ? "\(match.1) (\(match.2))" : "\(match.1)"
        }
        let plain = linked.replacing("\\", with: "\\e").replacing("-", with: "\\-")
        let bold = plain.replacing(/`([^`]+)`/) { "\\fB\($0.1)\\fR" }
        return bold.first.map { ".'".contains($0) } == true ? "\\&\(bold)" : bold
    }
}
