extension LogTail {
    /// Where in the app's own code the exception of this line was raised, such as “app.py, line 2”, and the lines that
    /// say so.
    func place(of line: Int) -> (words: String, lines: [Int])? {
        let frames = block(above: line).filter { Self.frameStart.match(bytes[$0]) != nil }
        guard let frame = frames.last(where: { !Self.isForeign(lines[$0]) }) ?? frames.last,
            let found = Self.frame.match(lines[frame]), let file = found["file"], let number = found["line"]
        else { return nil }
        let path = file.hasPrefix("/app/") ? String(file.dropFirst(5)) : file
        let code = frame + 1 < line && !lines[frame + 1].contains("File \"") ? [frame + 1] : []
        return ("\(path), line \(number)", [frame] + code)
    }

    /// The host that the program was talking to, as far as the code in the traceback and the lines before it show, or
    /// before those that led to it.
    func host(near line: Int) -> String? {
        let start = self.start(of: line)
        let before = max(start - Self.context, 0)..<start
        return (start..<line).reversed().firstNonNil { Self.host(in: lines[$0]) }
            ?? before.reversed().firstNonNil { Self.isOwn(lines[$0]) ? nil : Self.host(in: lines[$0]) }
    }

    /// The host that the packages in the traceback call by default.
    func usualHost(near line: Int) -> String? {
        (start(of: line)..<line).reversed().firstNonNil { UsualHosts.host(of: lines[$0]) }
    }

    /// True if an app says there where it listens.
    private static func isOwn(_ line: String) -> Bool {
        ["http://localhost", "http://0.0.0.0", "http://127."].contains { line.contains($0) }
    }

    private func start(of line: Int) -> Int {
        let chain = chain
        guard chain.contains(where: { $0.exception == line }), let first = chain.first else {
            return block(above: line).lowerBound
        }
        return first.start
    }

    /// The host of the first address in a text, or of the first pair such as `('db', 5432)`.
    static func host(in text: String) -> String? {
        if let start = text.firstRange(of: "://") {
            let authority = text[start.upperBound...].prefix {
                $0.isASCII && ($0.isLetter || $0.isNumber || "-._:@".contains($0))
            }
            if let host = authority.split(separator: "@").last?.split(separator: ":").first { return String(host) }
        }
        return pairs.firstNonNil { $0.match(text)?["host"] }
    }

    private static let context = 12
    private static let longestBlock = 200
    private static let frameStart: Pattern = "File \""
    private static let frame: Pattern = "File \"{file*}\", line {line#}"
    private static let pairs: [Pattern] = ["('{host}', {port#}", "('{host}',{port#}", "host='{host}', port={port#}"]

    /// The indented lines of the traceback that ends in this line.
    private func block(above line: Int) -> Range<Int> {
        let first = max(line - Self.longestBlock, 0)
        let above = (first..<line).last { above in
            !lines[above].hasPrefix(" ") && !isBlank(above)
                && !lines[above].hasSuffix("Traceback (most recent call last):")
        }
        return (above.map { $0 + 1 } ?? first)..<line
    }

    private static func isForeign(_ frame: String) -> Bool {
        ["site-packages", "/usr/lib/", "/usr/local/lib/", "<frozen", "/opt/"].contains { frame.contains($0) }
    }
}
