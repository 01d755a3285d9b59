/// A Python version, such as 3.11 or 3.11.4.
struct PythonVersion: CustomStringConvertible {
    let parts: [Int]

    var description: String { parts.map(String.init).joined(separator: ".") }
    /// `3.11`.
    var minor: String { parts.prefix(2).map(String.init).joined(separator: ".") }

    /// - Parameter text: what follows the digits, as in `3.13.0rc1`, is ignored.
    /// - Returns: nil if it does not begin with a number.
    init?(_ text: some StringProtocol) {
        var parts: [Int] = []
        for segment in text.split(separator: ".", omittingEmptySubsequences: false).prefix(4) {
            let digits = segment.prefix { $0.isASCII && $0.isNumber }
            guard let number = Int(digits), digits.utf8.count <= 6 else { break }
            parts.append(number)
            if digits.count < segment.count { break }
        }
        guard !parts.isEmpty else { return nil }
        self.parts = parts
    }

    init(parts: [Int]) {
        self.parts = parts
    }
}
