/// A requirement on a package by name (PEP 508).
struct NamedRequirement: Equatable {
    /// Normalized (PEP 503): lowercase, with `-` between words.
    let name: String
    /// As written.
    let writtenName: String
    /// As written, with brackets; empty for none.
    let extras: String
    /// Version specifiers, such as `>=1,<2`; empty for any version or a URL.
    let versions: String
    let url: String?
    let marker: String?

    /// - Returns: nil if the line is an option, a URL or a path.
    init?(_ line: some StringProtocol) {
        let text = String(line)
        let written = text.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0)) }
        guard let first = written.first, first.isLetter || first.isNumber else { return nil }
        var rest = text[written.endIndex...].drop(while: \.isWhitespace)
        guard rest.isEmpty || "[=<>!~;@(-".contains(rest[rest.startIndex]) else { return nil }
        var extras = ""
        if rest.hasPrefix("[") {
            guard let end = rest.firstIndex(of: "]") else { return nil }
            extras = String(rest[...end].filter { !$0.isWhitespace })
            rest = rest[rest.index(after: end)...].drop(while: \.isWhitespace)
        }
        let options = rest.hasPrefix("--") ? rest.startIndex : rest.firstRange(of: " --")?.lowerBound
        if let options { rest = rest[..<options] }
        let isURL = rest.hasPrefix("@")
        // In a URL, only a semicolon after a space begins a marker.
        let mark = rest.firstRange(of: isURL ? " ;" : ";")
        let main = (mark.map { rest[..<$0.lowerBound] } ?? rest).trimming(\.isWhitespace)
        marker = mark.map { String(rest[$0.upperBound...].trimming(\.isWhitespace)) }
        url = isURL ? String(main.dropFirst().trimming(\.isWhitespace)) : nil
        versions = isURL ? "" : main.trimming { "()".contains($0) }.filter { !$0.isWhitespace }
        writtenName = String(written)
        name = Self.normalized(writtenName)
        self.extras = extras
    }

    static func normalized(_ name: some StringProtocol) -> String {
        name.lowercased().split { "-_.".contains($0) }.joined(separator: "-")
    }

    /// True if it is only for some operating systems.
    var isForOneSystem: Bool {
        marker.map { text in ["sys_platform", "platform_system", "os_name"].contains(where: text.contains) } ?? false
    }

    /// The version of `==1.2+cu118`.
    var pinned: String? {
        guard versions.hasPrefix("=="), !versions.contains(","), !versions.hasSuffix("*") else { return nil }
        return String(versions.drop { $0 == "=" })
    }
}
