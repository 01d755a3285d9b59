/// A sentence with named holes, such as “{module} is missing[; {package} has it].” Of what stands in brackets, the first
/// alternative whose names are known is used, or none.
struct Wording: Equatable, Sendable, ExpressibleByStringLiteral {
    private let text: String

    init(stringLiteral text: String) {
        self.text = text
    }

    /// - Returns: nil where a name outside of brackets is unknown.
    func filled(_ names: [String: String]) -> String? {
        var result = ""
        var rest = text[...]
        while let open = rest.firstIndex(of: "["), let close = rest[open...].firstIndex(of: "]") {
            guard let before = Self.fill(rest[..<open], names) else { return nil }
            let alternatives = rest[rest.index(after: open)..<close].split(
                separator: "|", omittingEmptySubsequences: false)
            result += before + (alternatives.firstNonNil { Self.fill($0, names) } ?? "")
            rest = rest[rest.index(after: close)...]
        }
        return Self.fill(rest, names).map { result + $0 }
    }

    private static func fill(_ text: Substring, _ names: [String: String]) -> String? {
        var result = ""
        var rest = text
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            guard let value = names[String(rest[rest.index(after: open)..<close])] else { return nil }
            result += rest[..<open] + value
            rest = rest[rest.index(after: close)...]
        }
        return result + rest
    }
}
