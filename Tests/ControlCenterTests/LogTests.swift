@testable import LiveState
@testable import Model
import Foundation
import Testing

@Suite struct LogTextTests {
    @Test(arguments: [
        ("It failed.\nMake sure that it runs.\n\n", "It failed. Make sure that it runs"), ("\r\n  a \r\n\tb", "a b"),
        ("\u{1b}[31mred\u{1b}[0m\u{7}", "red\\u0007"), ("", ""), ("\n \n", ""),
    ])
    func outputInASentenceIsOneLine(_ text: String, _ expected: String) {
        #expect(LogText.sentence(text) == expected)
    }

    @Test(arguments: [
        ("plain\ttext", "plain\ttext"), ("\u{1b}[31mred\u{1b}[0m", "red"), ("\u{1b}]0;title\u{07}text", "text"),
        ("\u{1b}]8;;http://x\u{1b}\\link\u{1b}]8;;\u{1b}\\", "link"), ("a\rb", "ab"), ("a\u{00}b", "a\\u0000b"),
        ("a\u{202e}b", "a\\u202Eb"), ("\u{1b}", ""), ("\u{1b}c", ""),
    ])
    func isMadeHarmless(_ text: String, _ expected: String) {
        #expect(LogText.clean(text.utf8) == expected)
    }

    @Test(arguments: [
        ("\u{1b}[31mred\u{1b}[0m", "\u{1b}[31mred\u{1b}[0m"), ("\u{1b}[1;38;5;208mx", "\u{1b}[1;38;5;208mx"),
        ("\u{1b}[mx", "\u{1b}[mx"), ("\u{1b}[2Jx\u{1b}[5;5Hy", "xy"), ("\u{1b}[?25lx", "x"), ("\u{1b}[>4;2mx", "x"),
        ("\u{1b}[" + String(repeating: "1;", count: 40) + "mx", "x"), ("\u{1b}]0;t\u{07}x\u{1b}c", "x"),
    ])
    func coloursAndNothingElseCanBeKept(_ text: String, _ expected: String) {
        #expect(LogText.line(text, nil) == expected)
    }

    @Test func invalidUTF8IsReplaced() {
        #expect(LogText.clean([0xff, 0x61]) == "\u{fffd}a")
    }

    @Test func aLongLineIsCutAndSaysSo() {
        let line = LogText.clean(String(repeating: "x", count: 10_000).utf8)
        #expect(line.hasSuffix("… (1808 bytes cut)"))
    }
}

@Suite struct LogBufferTests {
    private let hub = PollHub(capacity: 10)
    private let app = try! AppName("demo")

    @Test func linesComeAfterTheCursor() throws {
        let registry = LogBuffer(hub: hub)
        for number in 1...3 { registry.append("line \(number)", from: .app, to: app) }
        let first = try #require(registry.news(of: app, after: nil, source: nil))
        #expect(first.lines.map(\.text) == ["line 1", "line 2", "line 3"])
        #expect(registry.news(of: app, after: first.last, source: nil) == nil)
        registry.append("line 4", from: .install, to: app)
        #expect(registry.news(of: app, after: first.last, source: nil)?.lines.map(\.text) == ["line 4"])
        #expect(registry.news(of: app, after: first.last, source: .app) == nil)
    }

    @Test func aCursorFromElsewhereStartsAnew() throws {
        let registry = LogBuffer(hub: hub)
        registry.append("only", from: .app, to: app)
        let page = try #require(registry.news(of: app, after: 999, source: nil))
        #expect(page.reset && page.lines.count == 1)
    }

    @Test func whoFallsBehindIsToldHowMuchWasDropped() throws {
        let registry = LogBuffer(hub: hub)
        for number in 1...10_000 { registry.append("line \(number) ä", from: .app, to: app) }
        let page = try #require(registry.news(of: app, after: 100, source: nil))
        let first = try #require(page.lines.first?.sequence)
        #expect(!page.reset && page.dropped == first - 101 && page.dropped > 5000)
        #expect(page.lines.map(\.text) == page.lines.map { "line \($0.sequence) ä" })
        #expect(page.lines.count == LogBuffer.keptLines && page.last == first + LogBuffer.keptLines - 1)
        #expect(registry.news(of: app, after: page.last, source: nil)?.dropped == 0)
    }

    @Test func olderLinesCanBeReadBackToTheFirstThatIsKept() throws {
        let registry = LogBuffer(hub: hub)
        for number in 1...1200 { registry.append("line \(number)", from: number % 2 == 0 ? .app : .install, to: app) }
        let newest = try #require(registry.news(of: app, after: nil, source: nil))
        #expect(newest.hasOlder)
        let older = registry.older(of: app, before: newest.lines[0].sequence, source: nil)
        #expect(older.lines.map(\.sequence) == Array(201...700) && older.hasOlder)
        let oldest = registry.older(of: app, before: 201, source: .app)
        #expect(oldest.lines.map(\.sequence) == Array(stride(from: 2, through: 200, by: 2)) && !oldest.hasOlder)
        #expect(registry.all(of: app, source: .install).count == 600)
    }

    @Test func memoryIsBoundedAndTheNewestStay() throws {
        let registry = LogBuffer(hub: hub)
        for number in 1...10_000 { registry.append("\(number)", from: .app, to: app) }
        #expect(registry.tail(of: app).count == LogBuffer.keptLines)
        #expect(registry.tail(of: app).last?.text == "10000")
        let late = try #require(registry.news(of: app, after: 5, source: nil))
        #expect(!late.reset && late.dropped > 0)
    }

    @Test func allAppsTogetherStayUnderTheLimitAndTheNoisiestGiveWayFirst() throws {
        let limit = 4 << 20
        let registry = LogBuffer(hub: hub, limit: limit)
        let names = try (0..<1000).map { try AppName("app-\($0)") }
        // A hundred apps log much, the others ten lines each.
        for round in 0..<600 {
            for (number, name) in names.enumerated() where number < 100 || round % 60 == 0 {
                registry.append("line \(round) of \(name), which says a little more", from: .app, to: name)
                #expect(registry.footprint <= limit)
            }
        }
        for name in names.dropFirst(100) { #expect(registry.all(of: name, source: nil).count == 10) }
        let noisy = names.prefix(100).map { registry.all(of: $0, source: nil) }
        for lines in noisy {
            #expect(lines.last?.sequence == 600 && lines.map(\.sequence) == Array(601 - lines.count...600))
            #expect(lines.first.map { $0.text.hasPrefix("line \($0.sequence - 1) ") } == true)
        }
        #expect(noisy.map(\.count).min()! > 100)
        for name in names { registry.forget(name) }
        #expect(registry.footprint == 0)
    }

    @Test func oneNoisyAppTakesNothingFromOthers() throws {
        let registry = LogBuffer(hub: hub, limit: 1 << 20)
        let quiet = try AppName("quiet")
        for number in 1...50 { registry.append("line \(number)", from: .app, to: quiet) }
        for _ in 1...2000 { registry.append(String(repeating: "x", count: 4000), from: .app, to: app) }
        #expect(registry.all(of: quiet, source: nil).map(\.sequence) == Array(1...50))
        #expect(registry.footprint <= 1 << 20 && registry.all(of: app, source: nil).count > 50)
    }

    @Test(arguments: [
        (100, [10, 20, 30], 30), (60, [10, 20, 30], 30), (50, [10, 20, 30], 20), (30, [10, 20, 30], 10),
        (3, [10, 20, 30], 1), (50, [40, 5, 40], 22), (10, [], 10),
    ])
    func aLimitIsSharedSoThatTheSmallestAreServedFirst(_ goal: Int, _ sizes: [Int], _ share: Int) {
        #expect(AllLogs.share(of: goal, among: sizes) == share)
    }

    @Test func aWaiterIsWoken() async {
        let registry = LogBuffer(hub: hub)
        await withCheckedContinuation { continuation in
            _ = hub.wait(on: LogBuffer.topic(app), until: .now + .seconds(60)) {
                { continuation.resume() }
            } giveUp: {
                Issue.record("sent away")
            }
            registry.append("news", from: .app, to: app)
        }
    }
}
