import Model

/// Where a submodule comes from, in the forms that `.gitmodules` has (gitmodules(5)).
enum SubmoduleAddress {
    /// - Parameters:
    ///   - text: `https://…`, relative to the parent (`../other.git`), or for SSH: then the same path over HTTPS.
    ///   - parent: repository whose `.gitmodules` names it.
    /// - Throws: the reason why it cannot be used.
    static func resolve(_ text: String, in parent: RepositoryURL) throws(FieldError) -> RepositoryURL {
        if text.hasPrefix("./") || text.hasPrefix("../") { return try RepositoryURL(relative(text, to: parent)) }
        return try RepositoryURL(overHTTPS(text) ?? text)
    }

    private static func relative(_ text: String, to parent: RepositoryURL) -> String {
        var base = parent.description[...]
        var rest = text[...]
        while true {
            if rest.hasPrefix("./") {
                rest = rest.dropFirst(2)
            } else if rest.hasPrefix("../"), let slash = base.lastIndex(of: "/") {
                rest = rest.dropFirst(3)
                base = base[..<slash]
            } else {
                return "\(base)/\(rest)"
            }
        }
    }

    /// `git@host:owner/project` and `ssh://git@host/owner/project` as HTTPS, which forges serve at the same path; nil for
    /// anything else.
    private static func overHTTPS(_ text: String) -> String? {
        for scheme in ["ssh://git@", "ssh://", "git://"] where text.hasPrefix(scheme) {
            let rest = text.dropFirst(scheme.count)
            let host = rest.prefix { $0 != "/" }
            // A port of SSH says nothing about that of HTTPS.
            return host.contains(":") || host.contains("@") ? nil : "https://\(rest)"
        }
        guard text.hasPrefix("git@"), let colon = text.firstIndex(of: ":") else { return nil }
        let host = text[..<colon].dropFirst("git@".count)
        let path = text[text.index(after: colon)...].drop { $0 == "/" }
        return host.contains("/") ? nil : "https://\(host)/\(path)"
    }
}
