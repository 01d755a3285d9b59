/// How the values of a key are written, checked and shown.
struct Format<Value: Sendable>: Sendable {
    /// Completes “it must be”.
    let rule: String
    let read: @Sendable (GivenValue) throws(Misfit) -> Value
    /// As the operator would write it.
    let show: @Sendable (Value) -> String

    /// What is shown of an optional key that is not set, and of an empty list.
    static var unset: String { "not set" }
    static var nothing: String { "none" }

    init(
        rule: String, read: @escaping @Sendable (GivenValue) throws(Misfit) -> Value,
        show: @escaping @Sendable (Value) -> String
    ) {
        self.rule = rule
        self.read = read
        self.show = show
    }

    /// - Parameter parse: returns nil if the text breaks the rule.
    init(
        _ rule: String, parse: @escaping @Sendable (String) -> Value?, show: @escaping @Sendable (Value) -> String
    ) {
        self.init(
            rule: rule,
            read: { given throws(Misfit) in
                guard let text = given.text, let value = parse(text) else { throw Misfit(given) }
                return value
            }, show: show)
    }

    /// The same, or nothing: `null`, an empty text, or an empty variable.
    static func optional<Wrapped>(_ format: Format<Wrapped>) -> Self where Value == Wrapped? {
        .init(
            rule: format.rule, read: { given throws(Misfit) in given.isEmpty ? nil : try format.read(given) },
            show: { $0.map(format.show) ?? unset })
    }
}

/// A value that breaks its key's rule.
struct Misfit: Error, Equatable {
    /// For example “it is the text "900"”; nil where it must not be quoted.
    let found: String?

    init(_ found: String? = nil) {
        self.found = found
    }

    init(_ given: GivenValue) {
        found = "it is \(given)"
    }
}
