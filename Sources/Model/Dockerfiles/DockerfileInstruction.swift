/// An instruction as it is built.
package struct DockerfileInstruction: Equatable, Sendable {
    /// Line in the repository's file, from 1.
    package let line: Int
    /// As the repository has it, on one line.
    package let text: String
    /// As the engine reads it: flags that are only for speed left out.
    let written: String
    /// Where `COPY --from` copies from.
    let source: Dockerfile.Base?

    init(_ line: DockerfileLine, written: String? = nil, source: Dockerfile.Base? = nil) {
        self.line = line.number
        text = line.text
        self.written = written ?? line.text
        self.source = source
    }
}

/// The flags of an instruction, such as `--from=build`, and what follows them.
struct DockerfileFlags {
    let flags: [(name: String, value: String)]
    let rest: Substring

    /// - Throws: for flags with quotes or other characters that the engine might read differently.
    init(_ line: DockerfileLine) throws(DockerfileProblem) {
        var (rest, flags) = (line.rest, [(name: String, value: String)]())
        while rest.hasPrefix("--") {
            let word = rest.prefix { !DockerfileLine.isBlank($0) }
            let parts = word.dropFirst(2).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard word.utf8.allSatisfy({ $0.isLetterOrDigit || "-_.:/@,=${}".utf8.contains($0) }) else {
                throw .syntax(line, "has a flag with special characters: \(word)", "Write the flag without quotes.")
            }
            flags.append((String(parts[0]), parts.count > 1 ? String(parts[1]) : ""))
            rest = rest.dropFirst(word.count).drop(while: DockerfileLine.isBlank)
        }
        (self.flags, self.rest) = (flags, rest)
    }
}
