/// The `ARG` lines before the first `FROM`, which image names may refer to.
struct DockerfileArguments {
    private var values: [String: String] = [:]

    /// - Parameter line: `ARG name=value …`; a name without value has none.
    mutating func add(_ line: DockerfileLine) throws(DockerfileProblem) {
        for word in DockerfileWords.split(line.rest) {
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else { continue }
            values[String(parts[0])] = try fill(Self.withoutQuotes(parts[1]), of: line)
        }
    }

    /// Replaces `$NAME`, `${NAME}`, `${NAME:-default}` and `${NAME:+other}`.
    /// - Throws: for other forms, and for a name without a value.
    func fill(_ text: some StringProtocol, of line: DockerfileLine) throws(DockerfileProblem) -> String {
        var result = ""
        var rest = Substring(text)
        while let dollar = rest.firstIndex(of: "$") {
            result += rest[..<dollar]
            rest = rest[rest.index(after: dollar)...]
            let isBraced = rest.first == "{"
            if isBraced { rest = rest.dropFirst() }
            let name = rest.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
            rest = rest.dropFirst(name.count)
            var otherwise: Substring?
            var replacement: Substring?
            if isBraced {
                guard let end = rest.firstIndex(of: "}") else { throw Self.unclear(line) }
                let modifier = rest[..<end]
                if modifier.hasPrefix(":-") {
                    otherwise = modifier.dropFirst(2)
                } else if modifier.hasPrefix(":+") {
                    replacement = modifier.dropFirst(2)
                } else if !modifier.isEmpty {
                    throw Self.unclear(line)
                }
                rest = rest[rest.index(after: end)...]
            }
            let value = values[String(name)].flatMap { $0.isEmpty ? nil : $0 }
            if let replacement {
                result += value == nil ? "" : replacement
            } else if let known = value ?? otherwise.map(String.init) {
                result += known
            } else {
                throw .syntax(
                    line, "refers to \(name), which has no value there",
                    "Write ARG \(name)=VALUE before the first FROM.")
            }
        }
        return result + rest
    }

    private static func withoutQuotes(_ text: Substring) -> Substring {
        guard text.count > 1, let quote = text.first, quote == "\"" || quote == "'", text.last == quote else {
            return text
        }
        return text.dropFirst().dropLast()
    }

    private static func unclear(_ line: DockerfileLine) -> DockerfileProblem {
        .syntax(line, "has a variable in a form that is not read here", "Write the value itself, or ${NAME:-default}.")
    }
}

/// Words of an instruction, as the engine splits those of `ENV` and `ARG`: quotes and backslashes keep spaces in a word.
enum DockerfileWords {
    static func split(_ text: some StringProtocol) -> [String] {
        var words: [String] = []
        var word = ""
        var quote: Character?
        var isEscaped = false
        for character in text {
            if isEscaped {
                isEscaped = false
            } else if character == "\\" && quote != "'" {
                isEscaped = true
            } else if let open = quote {
                if character == open { quote = nil }
            } else if character == "\"" || character == "'" {
                quote = character
            } else if character.isWhitespace {
                if !word.isEmpty { words.append(word) }
                word = ""
                continue
            }
            word.append(character)
        }
        return word.isEmpty ? words : words + [word]
    }
}
