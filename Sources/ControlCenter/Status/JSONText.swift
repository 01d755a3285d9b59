package import FoundationEssentials

/// JSON as we write it: snake case by the views' own coding keys, ISO 8601 times, keys in a fixed order.
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
            // Our views hold strings, whole numbers and dates, all of which have a JSON form.
            preconditionFailure("a view that cannot be encoded: \(error)")
        }
    }
}
