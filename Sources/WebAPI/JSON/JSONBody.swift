import HTTPTypes
import Model

/// Parses a request body as a JSON object.
enum JSONBody {
    /// - Throws: ``RequestRefused`` with `body_required`, `json_invalid` or `json_type`.
    static func object(_ body: [UInt8]) throws(RequestRefused) -> [(String, JSONValue)] {
        guard !body.isEmpty else { throw refused("body_required", "Send a JSON object.") }
        let value: JSONValue
        do {
            value = try JSONReader.read(body)
        } catch {
            throw refused("json_invalid", "The body is not valid JSON: \(error.reason), at byte \(error.offset).")
        }
        guard case .object(let members) = value else { throw refused("json_type", "Send a JSON object.") }
        return members.map { ($0.key, $0.value) }
    }

    private static func refused(_ code: String, _ message: String) -> RequestRefused {
        RequestRefused(problem: Problem(.badRequest, field: "body", code, message))
    }
}
