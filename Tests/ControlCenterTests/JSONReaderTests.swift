import Testing

@testable import Model

@Suite struct JSONReaderTests {
    private func read(_ text: String) throws -> JSONValue { try JSONReader.read(Array(text.utf8)) }

    @Test func readsEveryKindOfValue() throws {
        let value = try read(#" {"a": [1, -2, 3.5, 1e3, true, false, null, "x\n\u00e9\ud83d\ude00"], "b": {}} "#)
        #expect(
            value
                == .object([
                    (
                        "a",
                        .array([
                            .integer(1), .integer(-2), .decimal("3.5"), .decimal("1e3"), .bool(true), .bool(false),
                            .null, .string("x\né😀"),
                        ])
                    ),
                    ("b", .object([])),
                ]))
    }

    @Test func aNumberTooLargeIsTheNearest() throws {
        #expect(try read("99999999999999999999") == .integer(.max))
        #expect(try read("-99999999999999999999") == .integer(.min))
    }

    @Test(arguments: [
        "", " ", "{", "[1,]", "{\"a\":1,}", "{\"a\" 1}", "{a:1}", "nul", "NaN", "+1", "01", "1.", ".5", "1e", "'a'",
        "\"a", "\"\\x\"", "\"\\ud800\"", "\"\\ud800\\u0041\"", "\"a\nb\"", "{} {}", "{}x", "[1 2]", "{\"a\":1,\"a\":2}",
        "{\"a\":1,\"\\u0061\":2}", "\u{feff}{}", "// c\n{}",
    ])
    func refuses(_ text: String) {
        #expect(throws: JSONReader.Invalid.self) { try read(text) }
    }

    @Test func refusesInvalidUTF8() {
        #expect(throws: JSONReader.Invalid.self) { try JSONReader.read([0x22, 0xff, 0x22]) }
    }

    @Test func depthIsBounded() throws {
        let nested = { (depth: Int) in String(repeating: "[", count: depth) + String(repeating: "]", count: depth) }
        _ = try read(nested(32))
        #expect(throws: JSONReader.Invalid.self) { try read(nested(33)) }
        #expect(throws: JSONReader.Invalid.self) { try read(nested(60_000)) }
    }
}
