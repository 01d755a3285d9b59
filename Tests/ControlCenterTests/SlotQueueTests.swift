@testable import Model
import AppHarness
import Testing

@Suite struct SlotQueueTests {
    /// A queue with one slot of each kind, given to the first of those who join.
    private func queue(_ members: String...) throws -> SlotQueue {
        var queue = SlotQueue(slots: [.clone: 1, .install: 1, .start: 1])
        for member in members {
            queue.join(try self.member(member))
            _ = queue.grant()
        }
        return queue
    }

    /// `a1` is an app of the owner `a`, `a1!` one with GPUs, and `a1 clone` one that asks for another kind than install.
    private func member(_ text: String) throws -> SlotQueue.Member {
        let words = text.split(separator: " ")
        let kind = words.count > 1 ? SlotQueue.Kind(rawValue: String(words[1])) : .install
        return .init(
            app: try AppName(String(words[0].filter { $0 != "!" })), owner: String(text.prefix(1)),
            kind: try #require(kind), holdsGPUs: text.contains("!"))
    }

    @Test(arguments: [
        // In order of arrival, and everyone's first before anyone's second.
        (["a1", "b1", "c1", "d1"], ["b1", "c1", "d1"]),
        (["a1", "a2", "a3", "a4", "a5", "b1"], ["b1", "a2", "a3", "a4", "a5"]),
        (["a1", "b1", "b2", "b3", "c1", "c2"], ["b1", "c1", "b2", "c2", "b3"]),
        // What is held of another kind counts too.
        (["c1", "a1 clone", "a2", "b1"], ["b1", "a2"]),
        // Whoever has GPUs goes first.
        (["a1", "b1", "c1", "a2!", "b2!"], ["b2", "a2", "c1", "b1"]),
    ])
    func theOrder(_ members: [String], _ order: [String]) throws {
        var queue = try queue()
        for text in members {
            queue.join(try member(text))
            _ = queue.grant()
        }
        #expect(queue.order(of: .install).map(\.app.rawValue) == order)
    }

    @Test func aSlotOfAnotherKindIsGivenBack() throws {
        var queue = try queue("a1 clone", "b1 clone")
        queue.join(try member("a1"))
        #expect(queue.grant().map(\.rawValue).sorted() == ["a1", "b1"])
        queue.join(try member("a1"))
        #expect(queue.grant().isEmpty && queue.waiting.isEmpty)
    }

    @Test func aPlaceSaysWhoGoesBeforeAndWhoWorks() throws {
        let queue = try queue("a1", "b1", "c1", "d1", "e1", "f1", "g1 clone")
        let places = queue.places
        #expect(places.map(\.position) == [1, 2, 3, 4, 5])
        #expect(places.map { $0.ahead.map(\.rawValue) }.last == ["b1", "c1", "d1"])
        #expect(places.allSatisfy { $0.working.map(\.rawValue) == ["a1"] && $0.workingTotal == 1 })
    }

    private func app(_ name: String, _ owner: String, sharedWith: String...) throws -> App {
        var app = try Sample.app(name, owner: owner)
        app.settings.sharedWith = Set(try sharedWith.map { try Principal($0) })
        return app
    }

    @Test func anAppThatNotEveryViewerMaySeeIsNamedByItsOwner() throws {
        let apps = try [
            app("hers", "alice"), app("secret", "bob"), app("team", "bob", sharedWith: "alice"),
            app("open", "carol", sharedWith: "*"),
        ]
        let names = apps.map(\.name)
        let place = SlotQueue.Place(
            member: .init(app: try AppName("own"), owner: "alice", kind: .install), position: 5, ahead: names,
            working: names.reversed(), workingTotal: 4)
        let find = { (name: AppName) in apps.first { $0.name == name } }
        let alone = SlotView(place, for: Audience(owner: "alice", sharedWith: []), find: find)
        #expect(alone.ahead == ["hers", "an app of bob", "team", "open"])
        #expect(alone.working == ["open", "team", "an app of bob", "hers"])
        let shared = SlotView(place, for: Audience(owner: "alice", sharedWith: [.group("ml")]), find: find)
        #expect(shared.ahead == ["an app of alice", "an app of bob", "an app of bob", "open"])
    }
}
