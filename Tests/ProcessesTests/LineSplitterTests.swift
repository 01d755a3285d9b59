import Testing

@testable import Processes

@Suite struct LineSplitterTests {
    @Test(arguments: [
        ("", []), ("a", ["a"]), ("a\n", ["a"]), ("a\nb", ["a", "b"]), ("a\n\nb\n", ["a", "", "b"]),
        ("a\r\nb\r\n", ["a", "b"]), ("10%\r20%\rdone\n", ["10%", "20%", "done"]), ("a\r\n\nb", ["a", "", "b"]),
        ("\n", [""]), ("\r\n", [""]), ("é\u{2028}è\n", ["é\u{2028}è"]),
    ])
    func linesAreTheSameHoweverTheyArrive(_ text: String, _ lines: [String]) {
        for size in 1...max(1, text.utf8.count) {
            var splitter = LineSplitter()
            var seen: [String] = []
            var rest = Array(text.utf8)[...]
            while !rest.isEmpty {
                splitter.receive(Array(rest.prefix(size))) { seen.append($0) }
                rest = rest.dropFirst(size)
            }
            splitter.end { seen.append($0) }
            #expect(seen == lines, "in pieces of \(size)")
        }
    }
}
