/// Hides the user and password of a URL: `https://…@host/`.
package enum HiddenPassword {
    package static func hide(in text: String) -> String {
        guard let start = text.firstRange(of: "//") else { return text }
        let host = text[start.upperBound...].prefix { $0 != "/" }
        guard let at = host.lastIndex(of: "@") else { return text }
        return text[..<start.upperBound] + "…" + text[at...]
    }
}
