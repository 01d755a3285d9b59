@testable import LiveState
@testable import Model
import Foundation
import AppHarness
import Testing

/// What the status board sends to each user.
@Suite struct AudienceTests {
    private let board = StatusBoard(hub: PollHub(capacity: 10), instance: "here")
    private let owner = Caller(user: "alice", role: .member, address: "")
    private let friend = Caller(user: "bob", groups: ["ml"], role: .viewer, address: "")
    private let stranger = Caller(user: "carol", role: .member, address: "")
    private let anOperator = Caller(user: "olga", role: .operator, address: "")

    private struct Message: Decodable {
        struct Name: Decodable { let name: String }
        let revision: Int
        let apps: [Name]
        let removed: [Name]
    }

    private func publish(sharedWith: Set<Principal> = [], state: AppState = .running) throws {
        var app = try Sample.app("demo", state: state)
        app.settings.sharedWith = sharedWith
        board.publish([AppView(app, deployment: nil, progress: nil, link: "https://x/")])
    }

    private func news(_ caller: Caller, after revision: Int?) throws -> Message? {
        try board.news(for: caller, instance: "here", after: revision).map {
            try JSONDecoder().decode(Message.self, from: Data($0))
        }
    }

    @Test func onlyThoseWhoMaySeeAnAppAreToldOfIt() throws {
        let start = try #require(try news(stranger, after: nil)).revision
        try publish()
        #expect(try news(owner, after: start)?.apps.map(\.name) == ["demo"])
        #expect(try news(anOperator, after: start)?.apps.map(\.name) == ["demo"])
        #expect(try news(stranger, after: start) == nil)
        #expect(board.apps(for: stranger).isEmpty)
    }

    @Test(arguments: [Principal.user("bob"), .group("ml"), .everybody])
    func sharingTellsTheOthersAndTakingBackTakesItFromTheirSight(_ principal: Principal) throws {
        try publish()
        let before = try #require(try news(friend, after: nil)).revision
        try publish(sharedWith: [principal])
        let shared = try #require(try news(friend, after: before))
        #expect(shared.apps.map(\.name) == ["demo"] && shared.removed.isEmpty)
        try publish()
        let takenBack = try #require(try news(friend, after: shared.revision))
        #expect(takenBack.apps.isEmpty && takenBack.removed.map(\.name) == ["demo"])
        // Users who still see it get no removal.
        #expect(try news(owner, after: shared.revision)?.removed.isEmpty == true)
    }

    @Test func aRemovalIsToldToThoseWhoSawTheApp() throws {
        try publish(sharedWith: [.user("bob")])
        let revision = try #require(try news(friend, after: nil)).revision
        board.publish(
            [],
            removed: [try AppName("demo"): .init(containers: 1, networks: 1, workspaceBytes: 1, hostPort: 1)])
        #expect(try news(friend, after: revision)?.removed.map(\.name) == ["demo"])
        #expect(try news(stranger, after: revision) == nil)
    }
}

@Suite struct RoleMapTests {
    private let roles = RoleMap([.operator: [.group("admins")], .member: [.everybody], .viewer: [.user("guest")]])

    @Test func theHighestRoleCounts() {
        #expect(roles.role(of: "alice", groups: ["admins"]) == .operator)
        #expect(roles.role(of: "guest", groups: []) == .member)
    }

    @Test func withoutALineThereIsNoRole() {
        #expect(RoleMap([.operator: [.user("alice")]]).role(of: "bob", groups: ["alice"]) == nil)
    }
}
