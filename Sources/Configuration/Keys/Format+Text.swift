import Model

extension Format where Value == String {
    /// A line of text that is not empty.
    static func text(_ rule: String, where fits: @escaping @Sendable (String) -> Bool = { _ in true }) -> Self {
        .init(rule, parse: { isLine($0) && fits($0) ? $0 : nil }, show: { $0 })
    }

    /// The absolute path of a file or folder, and not that of the root.
    static var path: Self {
        text("an absolute path") { $0.hasPrefix("/") && $0 != "/" }
    }

    static func url(_ example: String) -> Self {
        // It may become part of a configuration file or a command: no spaces and quotes.
        text("a URL such as \(example)") { text in
            guard let scheme = ["https://", "http://"].first(where: text.hasPrefix) else { return false }
            return text.utf8.count > scheme.utf8.count
                && text.utf8.allSatisfy { (0x21...0x7e).contains($0) && $0 != UInt8(ascii: "\"") }
        }
    }

    /// As Docker and the kernel's tmpfs both read it.
    static var size: Self {
        text("a size such as 512m or 2g") { text in
            let digits = text.last.map("kKmMgG".contains) == true ? text.dropLast() : text[...]
            return digits.count <= 15 && digits.allSatisfy { ("0"..."9").contains($0) } && Int(digits) ?? 0 > 0
        }
    }

    private static func isLine(_ text: String) -> Bool {
        !text.isEmpty && text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
    }
}

extension Format where Value: RawRepresentable & CaseIterable, Value.RawValue == String {
    static var choice: Self {
        .init(
            "one of \(Value.allCases.map(\.rawValue).joined(separator: ", "))", parse: { Value(rawValue: $0) },
            show: { $0.rawValue })
    }
}
