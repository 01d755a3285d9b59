import Ports
@testable import ControlCenter
@testable import Model
import Foundation
import Glibc
import AppHarness
import Testing

@Suite(.timeLimit(.minutes(5))) struct InspectorTests {
    private let house: AppHarness
    private let repository: RepositoryURL

    init() throws {
        house = try AppHarness()
        repository = try RepositoryURL("https://github.com/owner/project")
    }

    private func inspect(token: RepositoryToken? = nil) async throws -> Inspection {
        try await withCheckedThrowingContinuation { continuation in
            do {
                _ = try house.inspector.start(repository, branch: nil, token: token, by: Sample.caller) {
                    continuation.resume(with: $0)
                }
            } catch {
                continuation.resume(throwing: error)
            }
        }
    }

    private var leftovers: [String] { (try? FileManager.default.contentsOfDirectory(atPath: house.folder.path)) ?? [] }

    @Test func aLookUsesAFolderAndAUserThatNoAppHasAndLeavesNothing() async throws {
        let inspection = try await inspect()
        #expect(inspection.fetched.commit == Sample.commit)
        let order = try #require(house.source.orders.first)
        #expect(throws: FieldError.self) { try AppName(String(order.workspace.split(separator: "/").last!)) }
        #expect(order.uid < 200_000)
        #expect(order.scope == .survey(maximumBytes: 500 << 20))
        #expect(leftovers.isEmpty)
    }

    @Test func aFailureIsToldWithoutTheToken() async throws {
        let token = try RepositoryToken("secret-of-alice")
        house.source.fail(with: StepFailure(code: "git_failed", message: "no secret-of-alice here", hint: ""))
        await #expect(throws: StepFailure(code: "git_failed", message: "no ••• here", hint: "")) {
            try await inspect(token: token)
        }
        #expect(leftovers.isEmpty)
    }

    @Test func whatAKilledServiceLeftIsRemoved() throws {
        let folder = house.folder.path + "/.inspect-3"
        mkdir(folder, 0o700)
        try "x".write(toFile: folder + "/app.py", atomically: true, encoding: .utf8)
        house.inspector.removeLeftovers()
        #expect(leftovers.isEmpty)
    }

    @Test func aPersonHasTwoSlotsAndEverybodyTogetherFour() throws {
        let slots = InspectionSlots()
        #expect(try slots.acquire(for: "alice") == 0)
        #expect(try slots.acquire(for: "alice") == 1)
        #expect(throws: TooManyInspections.self) { try slots.acquire(for: "alice") }
        #expect(try slots.acquire(for: "bob") == 2)
        #expect(try slots.acquire(for: "carol") == 3)
        #expect(throws: TooManyInspections.self) { try slots.acquire(for: "dave") }
        slots.release(1)
        #expect(try slots.acquire(for: "dave") == 1)
    }
}
