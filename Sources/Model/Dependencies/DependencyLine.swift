/// A line for the installer, and where it comes from.
package struct DependencyLine: Equatable, Sendable {
    /// Relative to the repository; empty for a line of the app's own settings.
    package let file: String
    /// From 1; nil if its file has no lines, as in a lock that was converted.
    package let line: Int?
    /// As the file says it, without comment and hashes. Settings that leave it out repeat this.
    package let text: String
    /// In the installer's words: local paths are absolute, and hashes are kept.
    package var requirement: String

    init(file: String, line: Int?, text: String, requirement: String? = nil) {
        self.file = file
        self.line = line
        self.text = text
        self.requirement = requirement ?? text
    }

    /// An option such as `--index-url`, not a package.
    package var isOption: Bool { requirement.hasPrefix("--") }

    /// `--hash` options begin here.
    private static let hash = " --hash"

    var hasHashes: Bool { requirement.contains(Self.hash) }

    var withoutHashes: DependencyLine {
        var line = self
        if let start = requirement.firstRange(of: Self.hash) {
            line.requirement = String(requirement[..<start.lowerBound])
        }
        return line
    }
}
