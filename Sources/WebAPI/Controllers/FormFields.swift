import Model

/// Typed access to the members of a JSON object.
struct FormFields {
    private let members: [String: JSONValue]

    init(_ members: [(String, JSONValue)]) {
        self.members = Dictionary(members) { first, _ in first }
    }

    var names: [String] { members.keys.sorted() }

    func has(_ field: String) -> Bool { members[field] != nil }

    /// The result of `read`, or the kept value if the field is absent.
    /// - Parameter kept: nil for a new app, where absent fields get their defaults.
    func value<Value>(
        _ field: String, keeping kept: Value?, _ broken: inout BrokenRules, _ read: () throws(FieldError) -> Value
    ) -> Value? {
        if let kept, !has(field) { return kept }
        return broken.collect(read)
    }

    /// - Parameter rule: prefix of the field's error codes.
    func text(_ field: String, _ rule: String) throws(FieldError) -> String? {
        switch members[field] {
        case .string(let text): return text
        case nil, .null: return nil
        default: throw FieldError(field: field, code: "\(rule)_type", message: "Enter a string.")
        }
    }

    func number(_ field: String) throws(FieldError) -> Int? {
        switch members[field] {
        case .integer(let number): return number
        case nil, .null: return nil
        default: throw FieldError(field: field, code: "\(field)_type", message: "Enter a whole number, without quotes.")
        }
    }

    func flag(_ field: String) throws(FieldError) -> Bool? {
        switch members[field] {
        case .bool(let flag): return flag
        case nil, .null: return nil
        default: throw FieldError(field: field, code: "\(field)_type", message: "Enter true or false.")
        }
    }

    /// A string, a whole number or a truth value, as text.
    func scalar(_ field: String) throws(FieldError) -> String? {
        switch members[field] {
        case .string(let text): return text
        case .integer(let number): return String(number)
        case .bool(let flag): return String(flag)
        case nil, .null: return nil
        default: throw FieldError(field: field, code: "\(field)_type", message: "Enter a string.")
        }
    }

    func object(_ field: String) throws(FieldError) -> FormFields? {
        switch members[field] {
        case .object(let members): return FormFields(members.map { ($0.key, $0.value) })
        case nil, .null: return nil
        default: throw FieldError(field: field, code: "\(field)_type", message: "Enter an object.")
        }
    }

    /// - Returns: an empty list if the field is absent.
    func list(_ field: String) throws(FieldError) -> [JSONValue] {
        switch members[field] {
        case .array(let elements): return elements
        case nil, .null: return []
        default: throw FieldError(field: field, code: "\(field)_type", message: "Enter a list.")
        }
    }

    /// A list of strings, none of them twice.
    /// - Parameter parse: gets each string and its path, such as `models[0]`.
    func distinct<Value: Hashable>(
        _ field: String, atMost limit: Int, _ parse: (String, String) throws(FieldError) -> Value
    ) throws(FieldError) -> [Value] {
        let elements = try list(field)
        guard elements.count <= limit else {
            throw FieldError(field: field, code: "\(field)_too_many", message: "Enter at most \(limit).")
        }
        var values: [Value] = []
        var seen: Set<Value> = []
        for (index, element) in elements.enumerated() {
            let path = "\(field)[\(index)]"
            guard case .string(let text) = element else {
                throw FieldError(field: path, code: "\(field)_type", message: "Enter a string.")
            }
            let value = try parse(text, path)
            guard seen.insert(value).inserted else {
                throw FieldError(field: path, code: "\(field)_duplicate", message: "“\(text)” is listed twice.")
            }
            values.append(value)
        }
        return values
    }

    func principals(_ field: String) throws(FieldError) -> Set<Principal> {
        let elements = try list(field)
        guard elements.count <= 100 else {
            throw FieldError(field: field, code: "share_too_many", message: "Enter at most 100 people and groups.")
        }
        var principals: Set<Principal> = []
        for (index, element) in elements.enumerated() {
            guard case .string(let text) = element else {
                throw FieldError(
                    field: "\(field)[\(index)]", code: "share_invalid", message: "Enter a string.")
            }
            principals.insert(try Principal(text, field: "\(field)[\(index)]"))
        }
        return principals
    }
}

/// Collects the errors of a request's fields.
struct BrokenRules {
    private(set) var errors: [FieldError] = []

    mutating func add(_ error: FieldError) {
        errors.append(error)
    }

    mutating func addUnknown(in fields: FormFields, besides known: Set<String>) {
        for field in fields.names where !known.contains(field) {
            add(FieldError(field: field, code: "unknown_field", message: "Unknown field “\(field)”."))
        }
    }

    mutating func collect<Value>(_ read: () throws(FieldError) -> Value) -> Value? {
        do {
            return try read()
        } catch {
            errors.append(error)
            return nil
        }
    }
}
