/// Where a value comes from.
package enum Origin: Equatable, Sendable, CustomStringConvertible {
    case preset, file
    case variable(String)

    package var description: String {
        switch self {
        case .preset: "default"
        case .file: "file"
        case .variable(let name): name
        }
    }
}

/// The values of all keys, each of which keeps its rule.
package struct CheckedValues: Sendable {
    private struct Entry: Sendable {
        let setting: Setting
        let origin: Origin
    }

    /// The default of each key, and the placeholder of a required one.
    package static let defaults = CheckedValues()

    private var entries: [String: Entry]

    private init() {
        entries = Dictionary(
            uniqueKeysWithValues: ConfigurationKeys.table.map {
                ($0.name, Entry(setting: $0.readDefault(), origin: .preset))
            })
    }

    package subscript<Value>(_ path: KeyPath<ConfigurationKeys, Key<Value>>) -> Value {
        // Every key of the table has a value of its own type, since only its own format reads it.
        entries[ConfigurationKeys.all[keyPath: path].name]?.setting.value as! Value
    }

    /// - Parameters:
    ///   - text: the file's; nil if there is none.
    ///   - variables: the process's environment. They override the file.
    /// - Throws: everything that is wrong.
    package init(text: [UInt8]?, file: String, variables: [String: String]) throws(InvalidConfiguration) {
        let table = ConfigurationKeys.table
        let sources = [
            text.map { GivenValues(text: $0, file: file, table: table) },
            GivenValues(variables: variables, table: table),
        ].compactMap { $0 }
        entries = Self.defaults.entries
        var problems: [InvalidConfiguration.Problem] = []
        var broken: Set<String> = []
        for source in sources {
            problems += source.problems
            for entry in source.entries {
                let key = entry.key
                do {
                    entries[key.name] = Entry(setting: try key.read(entry.value), origin: entry.origin)
                } catch {
                    broken.insert(key.name)
                    problems.append(Self.problem(entry, error, file: file))
                }
            }
        }
        // What cannot be read may hold every key.
        if sources.allSatisfy({ !$0.isUnreadable }) {
            let missing = table.filter { entries[$0.name]?.setting.isSet == false && !broken.contains($0.name) }
            let place = text == nil ? "\(file) (there is no such file)" : file
            problems += missing.map { .init(place, "\($0.name) must be set, to \($0.rule)") }
        }
        if broken.isDisjoint(with: PortRange.keys), let problem = PortRange.problem(self) {
            problems.append(.init(file, problem))
        }
        guard problems.isEmpty else { throw InvalidConfiguration(problems) }
    }

    private static func problem(
        _ entry: GivenValues.Entry, _ misfit: Misfit, file: String
    ) -> InvalidConfiguration.Problem {
        let rule = "\(entry.key.name) must be \(entry.key.rule)" + (misfit.found.map { ", but \($0)" } ?? "")
        return switch entry.origin {
        case .variable(let name): .init(name, rule)
        case .file, .preset: .init(file, rule)
        }
    }

    /// What is in force, in the table's order: key, value without passwords, and where it comes from.
    package var report: [(key: String, value: String, origin: Origin)] {
        ConfigurationKeys.table.compactMap { key in
            entries[key.name].map { (key.name, $0.setting.shown, $0.origin) }
        }
    }
}
