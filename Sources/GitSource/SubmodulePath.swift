/// Paths at which a submodule may lie. We write there ourselves, so libgit2's own check is not enough.
enum SubmodulePath {
    /// False for what leads out of the workspace or into `.git`, also where another file system would read it so
    /// (CVE-2014-9390, CVE-2019-1352), and for control characters (CVE-2025-48384).
    static func isSafe(_ path: String) -> Bool {
        path.split(separator: "/", omittingEmptySubsequences: false).allSatisfy { segment in
            !["", ".", "..", ".dcc"].contains(segment) && !looksLikeGit(segment)
                && segment.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control && $0 != "\\" }
        }
    }

    private static func looksLikeGit(_ segment: Substring) -> Bool {
        var visible = String.UnicodeScalarView()
        visible.append(contentsOf: segment.unicodeScalars.filter { $0.properties.generalCategory != .format })
        let name = String(visible).lowercased()
        if name.hasPrefix("git~") { return true }
        guard name.hasPrefix(".git") else { return false }
        // Windows ignores spaces and dots at the end, and reads what follows a colon as a stream of the file.
        return name.dropFirst(".git".count).allSatisfy { $0 == " " || $0 == "." } || name.hasPrefix(".git:")
    }
}
