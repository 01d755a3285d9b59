/// HTTPS URL of a Git repository, in a form that all URL parsers interpret the same way.
///
/// Accepts only what forges use: `https://host[:port]/segment/…` with unreserved characters. Percent-encoding,
/// user info, queries, fragments and backslashes, where URL parsers disagree, are refused (see
/// CVE-2024-52006 for the risk). ``RepositoryHosts`` decides which hosts are allowed.
package struct RepositoryURL: Hashable, Sendable, CustomStringConvertible {
    package let host: String
    package let port: UInt16
    package let path: String

    package static let maximumLength = 512

    package init(_ text: String) throws(FieldError) {
        guard !text.isEmpty else {
            throw Self.error("repository_required", "Enter the HTTPS URL of a Git repository.")
        }
        guard text.utf8.count <= Self.maximumLength else {
            throw Self.error("repository_too_long", "The URL is longer than \(Self.maximumLength) bytes.")
        }
        guard text.lowercased().hasPrefix("https:") else {
            throw Self.error("repository_scheme", "Use a URL that starts with https://.")
        }
        guard text.lowercased().hasPrefix("https://"), !text.contains("\\") else { throw Self.malformed }
        let rest = text.dropFirst("https://".count)
        guard let slash = rest.firstIndex(of: "/"), slash != rest.startIndex else { throw Self.malformed }

        let authority = rest[..<slash]
        guard !authority.contains("@") else {
            throw Self.error(
                "repository_credentials", "Remove the user name or token from the URL: it would appear in logs.")
        }
        (host, port) = try Self.hostAndPort(authority)
        path = try Self.path(rest[slash...])
    }

    /// The host as written in an allowlist: with its port unless that is 443.
    package var authority: String { port == 443 ? host : "\(host):\(port)" }
    package var description: String { "https://\(authority)\(path)" }

    private static func hostAndPort(_ authority: Substring) throws(FieldError) -> (String, UInt16) {
        guard !authority.hasPrefix("[") else {
            throw error("repository_address", "Use the host name: IPv6 addresses are not supported.")
        }
        let parts = authority.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count <= 2, isHostName(parts[0]) else { throw malformed }
        let host = parts[0].lowercased()
        guard parts.count == 2 else { return (host, 443) }
        guard parts[1].allSatisfy({ $0.isASCII && $0.isNumber }), let port = UInt16(parts[1]), port > 0 else {
            throw error("repository_port", "The port must be between 1 and 65535.")
        }
        return (host, port)
    }

    private static func isHostName(_ text: Substring) -> Bool {
        guard text.utf8.count <= 253 else { return false }
        return text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
            !label.isEmpty && label.utf8.count <= 63 && !label.hasPrefix("-") && !label.hasSuffix("-")
                && label.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
        }
    }

    private static func path(_ text: Substring) throws(FieldError) -> String {
        let trimmed = text.hasSuffix("/") ? text.dropLast() : text
        let segments = trimmed.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
        let wellFormed = segments.allSatisfy { segment in
            !segment.isEmpty && segment != "." && segment != ".."
                && segment.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-._~+".contains($0)) }
        }
        guard !segments.isEmpty, wellFormed else { throw malformed }
        return String(trimmed)
    }

    private static let malformed = error(
        "repository_malformed",
        "Use a URL like https://github.com/owner/project, with only letters, digits and . _ ~ + - in names.")

    private static func error(_ code: String, _ message: String) -> FieldError {
        FieldError(field: "repository", code: code, message: message)
    }
}
