/// Reads the name in a requirement such as `Pillow[xmp]>=10; python_version < "3.12"`.
enum RequirementText {
    static func name(of requirement: String) -> Substring {
        requirement.drop(while: \.isWhitespace).prefix {
            $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0))
        }
    }

    /// As the index compares names (PEP 503).
    static func normal(_ name: some StringProtocol) -> String {
        name.lowercased().split(whereSeparator: { "-_.".contains($0) }).joined(separator: "-")
    }

    /// - Returns: the line that names the package, as it is in the file.
    static func find(_ name: String, in lines: [String]) -> String? {
        let wanted = normal(name)
        return lines.map { String($0.trimming(\.isWhitespace)) }.first { normal(Self.name(of: $0)) == wanted }
    }

    /// Without comment, marker and hashes.
    static func words(_ line: String) -> String {
        let end = [" #", ";", " --hash"].compactMap { line.firstRange(of: $0)?.lowerBound }.min() ?? line.endIndex
        return String(line[..<end].trimming(\.isWhitespace))
    }
}
