import Foundation
import Testing

@testable import ControlCenter

@Suite struct LogTextTests {
    @Test(arguments: [
        ("plain\ttext", "plain\ttext"), ("\u{1b}[31mred\u{1b}[0m", "red"), ("\u{1b}]0;title\u{07}text", "text"),
        ("\u{1b}]8;;http://x\u{1b}\\link\u{1b}]8;;\u{1b}\\", "link"), ("a\rb", "ab"), ("a\u{00}b", "a\\u0000b"),
        ("a\u{202e}b", "a\\u202Eb"), ("\u{1b}", ""), ("\u{1b}c", ""),
    ])
    func isMadeHarmless(_ text: String, _ expected: String) {
        #expect(LogText.clean(text.utf8) == expected)
    }

    @Test func invalidUTF8IsReplaced() {
        #expect(LogText.clean([0xff, 0x61]) == "\u{fffd}a")
    }

    @Test func aLongLineIsCutAndSaysSo() {
        let line = LogText.clean(String(repeating: "x", count: 10_000).utf8)
        #expect(line.hasSuffix("… (1808 bytes cut)"))
    }
}

@Suite struct LogBookTests {
    private let room = WaitingRoom(capacity: 10)
    private let app = try! AppName("demo")

    @Test func linesComeAfterTheCursor() throws {
        let book = LogBook(room: room)
        for number in 1...3 { book.append("line \(number)", from: .app, to: app) }
        let first = try #require(book.news(of: app, after: nil, source: nil))
        #expect(first.lines.map(\.text) == ["line 1", "line 2", "line 3"])
        #expect(book.news(of: app, after: first.last, source: nil) == nil)
        book.append("line 4", from: .install, to: app)
        #expect(book.news(of: app, after: first.last, source: nil)?.lines.map(\.text) == ["line 4"])
        #expect(book.news(of: app, after: first.last, source: .app) == nil)
    }

    @Test func aCursorFromElsewhereStartsAnew() throws {
        let book = LogBook(room: room)
        book.append("only", from: .app, to: app)
        let page = try #require(book.news(of: app, after: 999, source: nil))
        #expect(page.reset && page.lines.count == 1)
    }

    @Test func memoryIsBoundedAndTheNewestStay() throws {
        let book = LogBook(room: room)
        for number in 1...10_000 { book.append("\(number)", from: .app, to: app) }
        #expect(book.tail(of: app).count == LogBook.keptLines)
        #expect(book.tail(of: app).last?.text == "10000")
        let late = try #require(book.news(of: app, after: 5, source: nil))
        #expect(late.reset)
    }

    @Test func aWaiterIsWoken() async {
        let book = LogBook(room: room)
        await withCheckedContinuation { continuation in
            _ = room.wait(on: LogBook.topic(app), until: .now + .seconds(60)) { continuation.resume() }
            book.append("news", from: .app, to: app)
        }
    }
}
