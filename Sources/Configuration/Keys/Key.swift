import Model

/// One key of the configuration, with all that is known of it.
package struct Key<Value: Sendable>: Sendable {
    package enum Default: Sendable {
        /// The operator has to set the key.
        case required(placeholder: Value)
        /// - Parameter shown: for people, where the value does not speak for itself.
        case value(Value, shown: String? = nil)
    }

    /// Where it is in the file: `provisioning.concurrency`.
    package let name: String
    let format: Format<Value>
    let preset: Default
    /// For the table: one clause without a full stop, with Markdown's code and links.
    let words: String
    /// Neither shown whole nor quoted in errors.
    let mayHoldPassword: Bool

    init(
        _ name: String, _ format: Format<Value>, _ preset: Default, mayHoldPassword: Bool = false, _ words: String
    ) {
        self.name = name
        self.format = format
        self.preset = preset
        self.mayHoldPassword = mayHoldPassword
        self.words = words
    }
}

/// A key whatever its values' type, as the table lists it.
protocol AnyKey: Sendable {
    var name: String { get }
    var words: String { get }
    var mayHoldPassword: Bool { get }
    /// Completes “it must be”.
    var rule: String { get }
    var isRequired: Bool { get }
    /// For people: words with Markdown's code, or a value as the operator would write it.
    var shownDefault: ShownDefault { get }

    func readDefault() -> Setting
    /// - Throws: ``Misfit`` without the given text if it may hold a password.
    func read(_ given: GivenValue) throws(Misfit) -> Setting
}

enum ShownDefault: Sendable {
    case words(String)
    case value(String)

    var markdown: String {
        switch self {
        case .words(let text): text
        case .value(let text): "`\(text)`"
        }
    }

    var plain: String { markdown.replacing("`", with: "") }
}

extension AnyKey {
    var variable: String { VariableName.of(name) }
}

/// A value that has been checked.
struct Setting: Sendable {
    let value: any Sendable
    /// For people, without passwords.
    let shown: String
    /// False for a required key that has only its placeholder.
    let isSet: Bool
}

extension Key: AnyKey {
    var rule: String { format.rule }

    var isRequired: Bool {
        if case .required = preset { true } else { false }
    }

    var shownDefault: ShownDefault {
        switch preset {
        case .required: return .words("required")
        case .value(_, let shown?): return .words(shown)
        case .value(let value, nil):
            let text = format.show(value)
            return [Format<Value>.nothing, Format<Value>.unset].contains(text) ? .words(text) : .value(text)
        }
    }

    func readDefault() -> Setting {
        switch preset {
        case .required(let placeholder): Setting(value: placeholder, shown: Format<Value>.unset, isSet: false)
        case .value(let value, _): Setting(value: value, shown: shownDefault.plain, isSet: true)
        }
    }

    func read(_ given: GivenValue) throws(Misfit) -> Setting {
        if isRequired, given.isEmpty { return readDefault() }
        let value: Value
        do {
            value = try format.read(given)
        } catch {
            throw mayHoldPassword ? Misfit() : error
        }
        let shown = format.show(value)
        return Setting(value: value, shown: mayHoldPassword ? HiddenPassword.hide(in: shown) : shown, isSet: true)
    }
}
