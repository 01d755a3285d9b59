/// An app's name: also a DNS label, folder name, Compose project and host name.
///
/// `^[a-z]([a-z0-9-]{0,38}[a-z0-9])?$` without `--`, which is reserved for generated names and punycode.
package struct AppName: Hashable, Sendable, CustomStringConvertible {
    package let rawValue: String
    package var description: String { rawValue }

    package static let maximumLength = 40

    package init(_ text: String) throws(FieldError) {
        guard !text.isEmpty else {
            throw Self.error("name_required", "Enter a name.")
        }
        guard Self.isWellFormed(text) else {
            let folded = text.lowercased()
            let advice = Self.isWellFormed(folded) ? " Try “\(folded)”." : ""
            throw Self.error(
                "name_invalid",
                "Use up to \(Self.maximumLength) lowercase letters, digits and single hyphens, "
                    + "starting with a letter and not ending with a hyphen.\(advice)")
        }
        guard !Self.reserved.contains(text) else {
            throw Self.error("name_reserved", "“\(text)” is reserved. Choose another name.")
        }
        rawValue = text
    }

    private static func isWellFormed(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard let first = bytes.first, let last = bytes.last, bytes.count <= maximumLength else { return false }
        guard bytes.allSatisfy({ $0.isSmallLetter || $0.isDigit || $0 == UInt8(ascii: "-") }) else { return false }
        return first.isSmallLetter && last != UInt8(ascii: "-") && !text.contains("--")
    }

    private static func error(_ code: String, _ message: String) -> FieldError {
        FieldError(field: "name", code: code, message: message)
    }

    /// Names with a meaning elsewhere: our own routes and hosts, YAML 1.1 keywords, Windows devices.
    private static let reserved: Set<String> = Set(
        """
        admin api app apps auth control dcc default docker dockerstore git health healthz host internal localhost login \
        logout metrics null oauth2 root static status system www \
        n no none off on true false y yes nil undefined \
        aux con nul prn
        """.split(separator: " ").map(String.init)
            + (1...9).flatMap { ["com\($0)", "lpt\($0)"] })
}

extension UInt8 {
    fileprivate var isSmallLetter: Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self) }
    fileprivate var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
}
