import Model

/// What a file or the environment says, key by key, before the values are checked.
struct GivenValues {
    struct Entry {
        let key: any AnyKey
        let value: GivenValue
        let origin: Origin
    }

    let place: String
    private(set) var entries: [Entry] = []
    private(set) var problems: [InvalidConfiguration.Problem] = []
    /// True if nobody knows which keys are in it.
    private(set) var isUnreadable = false

    /// - Parameters:
    ///   - text: JSON.
    ///   - file: for errors.
    init(text: [UInt8], file: String, table: [any AnyKey]) {
        place = file
        do {
            if case .object(let members) = try JSONReader.read(text) {
                read(members, below: "", table)
            } else {
                isUnreadable = true
                problems.append(.init(place, "it must be a JSON object"))
            }
        } catch {
            isUnreadable = true
            problems.append(
                .init("\(file):\(TextPosition(error.offset, in: text))", "it is not valid JSON: \(error.reason)"))
        }
    }

    init(variables: [String: String], table: [any AnyKey]) {
        place = "environment"
        let keys = Dictionary(uniqueKeysWithValues: table.map { ($0.variable, $0) })
        for (name, text) in variables.sorted(by: { $0.key < $1.key }) where name.hasPrefix(VariableName.prefix) {
            if let key = keys[name] {
                entries.append(Entry(key: key, value: .variable(text), origin: .variable(name)))
            } else {
                let nearest = NearestName.of(name, in: table.map(\.variable), separator: "_")
                problems.append(.init(name, "no key has this variable\(Self.suggestion(nearest))"))
            }
        }
    }

    private mutating func read(_ members: [(key: String, value: JSONValue)], below path: String, _ table: [any AnyKey])
    {
        for (name, value) in members {
            let full = path + name
            guard !name.contains(".") else {
                problems.append(.init(place, "\(full) has a dot; write it as \(Self.nested(name))"))
                continue
            }
            if let key = table.first(where: { $0.name == full }) {
                entries.append(Entry(key: key, value: .json(value), origin: .file))
            } else if case .object(let members) = value, !members.isEmpty {
                read(members, below: full + ".", table)
            } else if let section = table.first(where: { $0.name.hasPrefix(full + ".") }) {
                if case .object = value { continue }
                let part = section.name.dropFirst(full.count + 1)
                problems.append(
                    .init(
                        place,
                        "\(full) must be an object such as { \"\(part)\": … }, but it is \(GivenValue.json(value))"))
            } else {
                let nearest = NearestName.of(full, in: table.map(\.name), separator: ".")
                problems.append(.init(place, "\(full) is not a key\(Self.suggestion(nearest))"))
            }
        }
    }

    private static func suggestion(_ nearest: String?) -> String { nearest.map { "; the nearest is \($0)" } ?? "" }

    /// `{ "a": { "b": … } }` for `a.b`.
    private static func nested(_ name: String) -> String {
        name.split(separator: ".").reversed().reduce("…") { "{ \"\($1)\": \($0) }" }
    }
}
