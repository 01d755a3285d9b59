@testable import LiveState
@testable import Model
import Foundation
import AppHarness
import Testing

@Suite struct StatusBoardTests {
    private let board = StatusBoard(hub: PollHub(capacity: 10), instance: "here")
    private let receipt = RemovalReceipt(containers: 1, networks: 1, workspaceBytes: 2, hostPort: 3)

    private struct Message: Decodable {
        struct App: Decodable { let name: String; let state: String }
        struct Removed: Decodable { let name: String }
        let instance: String
        let revision: Int
        let full: Bool
        let apps: [App]
        let removed: [Removed]
    }

    private func poll(_ instance: String? = "here", after revision: Int?) throws -> Message? {
        try board.news(for: Sample.caller, instance: instance, after: revision).map {
            try JSONDecoder().decode(Message.self, from: Data($0))
        }
    }

    private func publish(_ name: String, _ state: AppState = .running) throws {
        board.publish([AppView(try Sample.app(name, state: state), deployment: nil, progress: nil, link: "https://x/")])
    }

    @Test func whoKnowsNothingGetsEverything() throws {
        try publish("a")
        try publish("b")
        let message = try #require(try poll(nil, after: nil))
        #expect(message.full)
        #expect(message.apps.map(\.name).sorted() == ["a", "b"])
    }

    @Test func laterOnlyWhatChanged() throws {
        try publish("a")
        let first = try #require(try poll(nil, after: nil))
        #expect(try poll(after: first.revision) == nil)
        try publish("b", .installing)
        let second = try #require(try poll(after: first.revision))
        #expect(!second.full)
        #expect(second.apps.map(\.name) == ["b"])
        #expect(second.apps.map(\.state) == ["installing"])
    }

    @Test(arguments: [("elsewhere", 1), ("here", 99), ("here", -5)])
    func aRevisionThatMeansNothingHereGetsEverything(_ instance: String, _ revision: Int) throws {
        try publish("a")
        #expect(try poll(instance, after: revision)?.full == true)
    }

    @Test func aRemovalIsTold() throws {
        try publish("a")
        let revision = try #require(try poll(nil, after: nil)).revision
        board.publish([], removed: [try AppName("a"): receipt])
        let message = try #require(try poll(after: revision))
        #expect(message.removed.map(\.name) == ["a"])
        #expect(message.apps.isEmpty)
    }

    @Test func whoMissedTooManyRemovalsGetsEverything() throws {
        try publish("a")
        let revision = try #require(try poll(nil, after: nil)).revision
        for number in 0...1000 {
            try publish("gone-\(number)")
            board.publish([], removed: [try AppName("gone-\(number)"): receipt])
        }
        #expect(try poll(after: revision)?.full == true)
    }

    @Test func changesThatComeTogetherAreOneRevision() throws {
        let revision = try #require(try poll(nil, after: nil)).revision
        let views = try ["a", "b"].map { name in
            AppView(try Sample.app(name, state: .running), deployment: nil, progress: nil, link: "https://x/")
        }
        board.publish(views, removed: [:])
        #expect(try poll(after: revision)?.revision == revision + 1)
    }

    @Test func theLoadIsNoNewsButTravelsWithIt() throws {
        func host(cpu: Int, docker: HostView.Reachability = .reachable) -> HostView {
            HostView(
                docker: docker, gpus: GPUsView(reading: nil, holders: [:], promises: [:], trouble: nil, incidents: []),
                load: HostLoad(cpu: HostLoad.CPU(cores: 2, usedPercent: cpu), memory: nil, disk: nil), baseImage: "base"
            )
        }
        board.publish(host(cpu: 1))
        let revision = try #require(try poll(nil, after: nil)).revision
        board.publish(host(cpu: 2))
        #expect(try poll(after: revision) == nil)
        #expect(String(decoding: board.nothingNew(), as: UTF8.self).contains(#""used_percent":2"#))
        board.publish(host(cpu: 2, docker: .unreachable))
        #expect(try poll(after: revision) != nil)
    }

    @Test func whoIsToldNothingStaysWhereTheyAre() throws {
        let stranger = Caller(user: "carol", role: .member, address: "")
        let news = try #require(board.news(for: stranger, instance: "here", after: nil))
        let revision = try JSONDecoder().decode(Message.self, from: Data(news)).revision
        try publish("a")
        for _ in 1...2 { #expect(board.news(for: stranger, instance: "here", after: revision) == nil) }
        #expect(try poll(after: revision) != nil)
    }

    @Test func nothingNewKeepsTheRevision() throws {
        try publish("a")
        let revision = try #require(try poll(nil, after: nil)).revision
        let message = try JSONDecoder().decode(Message.self, from: Data(board.nothingNew()))
        #expect(message.revision == revision && message.apps.isEmpty && !message.full)
    }
}
