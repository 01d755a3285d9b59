import Model

/// A value as the operator wrote it: in the file, or as text in an environment variable.
enum GivenValue: Sendable, CustomStringConvertible {
    case json(JSONValue)
    case variable(String)

    var isEmpty: Bool {
        switch self {
        case .json(.null), .json(.string("")), .variable(""): true
        case .json, .variable: false
        }
    }

    var text: String? {
        switch self {
        case .json(.string(let text)), .variable(let text): text
        case .json: nil
        }
    }

    var integer: Int? {
        switch self {
        case .json(.integer(let number)): number
        case .variable(let text): Int(text)
        case .json: nil
        }
    }

    var number: Double? {
        switch self {
        case .json(.integer(let number)): Double(number)
        case .json(.decimal(let text)), .variable(let text): Double(text)
        case .json: nil
        }
    }

    /// A variable's elements are separated by commas.
    var elements: [GivenValue]? {
        switch self {
        case .json(.array(let elements)): elements.map { .json($0) }
        case .variable(""): []
        case .variable(let text):
            text.split(separator: ",", omittingEmptySubsequences: false).map {
                .variable(String($0.trimming(\.isWhitespace)))
            }
        case .json: nil
        }
    }

    /// Its type and value in short, for errors.
    var description: String {
        switch self {
        case .json(.null): "null"
        case .json(.bool(let flag)): "\(flag)"
        case .json(.integer(let number)): "\(number)"
        case .json(.decimal(let text)): text
        case .json(.string(let text)): "the text \(Words.quoted(text))"
        case .json(.array): "a list"
        case .json(.object): "an object"
        case .variable(let text): Words.quoted(text)
        }
    }
}
