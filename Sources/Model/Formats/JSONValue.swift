/// A JSON document as it was sent: integers are distinct from other numbers, and objects keep their order.
package enum JSONValue: Equatable, Sendable {
    case null
    case bool(Bool)
    /// A whole number, clamped to the range of `Int`; no field accepts the bounds.
    case integer(Int)
    /// A number with a fraction or exponent, as written.
    case decimal(String)
    case string(String)
    case array([JSONValue])
    case object([(key: String, value: JSONValue)])

    package static func == (first: JSONValue, second: JSONValue) -> Bool {
        switch (first, second) {
        case (.null, .null): true
        case (.bool(let first), .bool(let second)): first == second
        case (.integer(let first), .integer(let second)): first == second
        case (.decimal(let first), .decimal(let second)): first == second
        case (.string(let first), .string(let second)): first == second
        case (.array(let first), .array(let second)): first == second
        case (.object(let first), .object(let second)):
            first.map(\.key) == second.map(\.key) && first.map(\.value) == second.map(\.value)
        default: false
        }
    }
}
