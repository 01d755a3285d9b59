/// The Python versions that a repository asks for, and where it says so.
package struct PythonRequirement: Equatable, Sendable {
    /// PEP 440 specifiers, such as `>=3.10,<3.13`; alternatives are separated by ` || `.
    package let specifiers: String
    /// For display, such as `requires-python in pyproject.toml`.
    package let source: String
    /// Other versions are refused by the packages' own tools; otherwise it is the version that its authors use.
    package let isStrict: Bool

    private static let maximumLength = 100

    /// - Returns: nil if the specifiers cannot be read or admit any version.
    init?(_ specifiers: String, source: String, isStrict: Bool) {
        let text = specifiers.trimming(\.isWhitespace)
        let alternatives = text.split(separator: "||").map { $0.trimming(\.isWhitespace) }
        guard !text.isEmpty, text != "*", text.utf8.count <= Self.maximumLength,
            text.utf8.allSatisfy({ "0123456789<>=!~.,*| abrc".utf8.contains($0) }),
            alternatives.allSatisfy(VersionSpecifiers.isReadable)
        else { return nil }
        self.specifiers = alternatives.joined(separator: " || ")
        self.source = source
        self.isStrict = isStrict
    }

    /// One minor version: `3.11`, `3.11.4`, `cpython-3.11.4` or `python-3.11.4`. The patch version is left open.
    init?(version text: String, source: String, isStrict: Bool = false) {
        let number = text.drop { !($0.isASCII && $0.isNumber) }
        guard let version = PythonVersion(number), version.parts[0] >= 2 else { return nil }
        let specifiers = version.parts.count == 1 ? "==\(version.parts[0]).*" : "==\(version.minor).*"
        self.init(specifiers, source: source, isStrict: isStrict)
    }
}
