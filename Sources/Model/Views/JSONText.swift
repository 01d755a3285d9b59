package import FoundationEssentials

/// JSON output: snake case through the views' coding keys, ISO 8601 dates, sorted keys.
package enum JSONText {
    package static func encode(_ value: some Encodable) -> String {
        String(decoding: data(value), as: UTF8.self)
    }

    package static func data(_ value: some Encodable) -> Data {
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .iso8601
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return try encoder.encode(value)
        } catch {
            // Views contain only strings, whole numbers and dates, all of which encode.
            preconditionFailure("view cannot be encoded: \(error)")
        }
    }
}
