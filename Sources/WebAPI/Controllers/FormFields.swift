import ControlCenter

/// The members of a JSON object, read as the types that fields have.
struct FormFields {
    private let members: [String: JSONValue]

    init(_ members: [(String, JSONValue)]) {
        self.members = Dictionary(members) { first, _ in first }
    }

    var names: [String] { members.keys.sorted() }

    func has(_ field: String) -> Bool { members[field] != nil }

    /// What `read` makes of a field, or what an absent one keeps.
    /// - Parameter kept: nil for a new app, where absent fields take their defaults.
    func value<Value>(
        _ field: String, keeping kept: Value?, _ broken: inout BrokenRules, _ read: () throws(FieldError) -> Value
    ) -> Value? {
        if let kept, !has(field) { return kept }
        return broken.collect(read)
    }

    /// - Parameter rule: what the field's codes start with.
    func text(_ field: String, _ rule: String) throws(FieldError) -> String? {
        switch members[field] {
        case .string(let text): return text
        case nil, .null: return nil
        default: throw FieldError(field: field, code: "\(rule)_type", message: "Give a text in quotes.")
        }
    }

    func number(_ field: String) throws(FieldError) -> Int? {
        switch members[field] {
        case .integer(let number): return number
        case nil, .null: return nil
        default: throw FieldError(field: field, code: "\(field)_type", message: "Give a whole number, without quotes.")
        }
    }

    /// - Returns: an empty list where the field is absent.
    func list(_ field: String) throws(FieldError) -> [JSONValue] {
        switch members[field] {
        case .array(let elements): return elements
        case nil, .null: return []
        default: throw FieldError(field: field, code: "\(field)_type", message: "Give a list.")
        }
    }

    func principals(_ field: String) throws(FieldError) -> Set<Principal> {
        let elements = try list(field)
        guard elements.count <= 100 else {
            throw FieldError(field: field, code: "share_too_many", message: "Name at most 100 people and groups.")
        }
        var principals: Set<Principal> = []
        for (index, element) in elements.enumerated() {
            guard case .string(let text) = element else {
                throw FieldError(
                    field: "\(field)[\(index)]", code: "share_invalid", message: "Give a text in quotes.")
            }
            principals.insert(try Principal(text, field: "\(field)[\(index)]"))
        }
        return principals
    }
}

/// The rules that a request's fields break, gathered one field after the other.
struct BrokenRules {
    private(set) var errors: [FieldError] = []

    mutating func add(_ error: FieldError) {
        errors.append(error)
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
