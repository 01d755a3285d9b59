import ControlCenter
import LiveState
@testable import Model
import Ports
import AppHarness
import Foundation
import SQLiteStore
import Testing

@Suite(.timeLimit(.minutes(5))) struct AppImageTests {
    private let house: AppHarness

    init() throws { house = try AppHarness() }

    private func change(_ name: AppName, packages: String...) async throws {
        try await house.service.change(try house.app(name), by: Sample.caller) { settings in
            var settings = settings
            settings.systemPackages = try packages.map { try SystemPackageName($0, field: "") }
            return settings
        }
    }

    private func deployment(of name: AppName) throws -> Deployment {
        try #require(house.registry.newestDeployment(of: name))
    }

    private func redeployed(_ name: AppName) async throws -> Deployment {
        try await house.service.deploy(try house.app(name), .redeploy, by: Sample.caller)
        try await house.until(name, is: .running)
        return try deployment(of: name)
    }

    private var running: String? { house.host.stacks.last?.image }

    @Test func theImageIsNamedByItsIDNotByATag() async throws {
        _ = try await house.running("demo")
        #expect(running == "sha256:1")
    }

    @Test func packagesOfTheAppAndOfItsRepositoryAreInstalledBeforeItsDependencies() async throws {
        let name = try await house.running("demo")
        try await change(name, packages: "tree", "ffmpeg")
        try "libgl1 # OpenCV\nffmpeg\n".write(
            toFile: "\(house.folder.path)/demo/packages.txt", atomically: true, encoding: .utf8)
        let deployment = try await redeployed(name)
        #expect(deployment.steps.map(\.step) == [.clone, .pull, .image, .install, .start, .health])
        #expect(deployment.image == "sha256:1+ffmpeg+libgl1+tree")
        #expect(running == deployment.image)
        let lines = try house.store.keptLines(of: deployment.id).deployment
        #expect(lines.contains { $0.source == .image && $0.text == "Setting up ffmpeg libgl1 tree" })
    }

    @Test func redeploysRenewOldImagesAndStartsDoNot() async throws {
        let name = try await house.running("demo")
        try await change(name, packages: "tree")
        // A deployment's kept lines include those before it.
        let renewals = {
            try house.store.keptLines(of: try deployment(of: name).id).deployment.count { $0.text == "Renewing" }
        }
        _ = try await redeployed(name)
        #expect(try renewals() == 1)
        try await house.service.deploy(try house.app(name), .restart, by: Sample.caller)
        try await house.until(name, is: .running)
        #expect(try deployment(of: name).reason == .restart && renewals() == 1)
    }

    @Test func aListThatIsNoListFailsBeforeAnythingIsBuilt() async throws {
        let name = try await house.running("demo")
        try "ffmpeg\nffmpeg; touch x\n".write(
            toFile: "\(house.folder.path)/demo/apt.txt", atomically: true, encoding: .utf8)
        let after = try await redeployed(name)
        #expect(after.outcome == .failed && after.failure?.code == "system_package_name")
        #expect(after.failure?.message == "Line 2 of apt.txt is no name of a Debian package: ffmpeg; touch x.")
        #expect(!house.host.calls.contains("systemImage"))
    }

    @Test func aFailedBuildLeavesTheRunningAppAlone() async throws {
        let name = try await house.running("demo")
        let before = house.host.stacks.count
        try await change(name, packages: "ffmpegg")
        house.host.fail("systemImage", with: StepFailure(code: "system_package_unknown", message: "m", hint: "h"))
        let after = try await redeployed(name)
        #expect(after.outcome == .failed && after.failure?.step == .image)
        #expect(house.host.stacks.count == before && !house.host.calls.contains("down"))
    }

    @Test(arguments: [false, true]) func aRollbackRunsTheImageThatRanThen(isGone: Bool) async throws {
        let name = try await house.running("demo")
        try await change(name, packages: "tree")
        let first = try await redeployed(name)
        try await change(name)
        house.source.publish(Sample.newerCommit)
        #expect(try await redeployed(name).image == "sha256:1")

        let image = try #require(first.image)
        if isGone { house.host.removeImage(image) }
        try await house.service.rollBack(
            try house.app(name), to: try #require(first.commit), image: image, by: Sample.caller)
        try await house.until(name, is: .running)
        let rollback = try deployment(of: name)
        #expect(rollback.image == (isGone ? "sha256:1" : image) && running == rollback.image)
        let lines = try house.store.keptLines(of: rollback.id).deployment.map(\.text)
        #expect(lines.contains { $0.contains("no longer on this machine") } == isGone)
        #expect(lines.contains { $0.hasPrefix("Using the image that ran with this commit") } != isGone)
    }

    @Test func aFailedRedeployGoesBackToTheImageThatRan() async throws {
        let name = try await house.running("demo")
        house.source.publish(Sample.newerCommit)
        try await change(name, packages: "tree")
        house.host.fail("install", with: StepFailure(code: "oops", message: "It broke.", hint: "Mend it."))
        #expect(try await redeployed(name).outcome == .failed)
        #expect(running == "sha256:1" && house.registry.app(name)?.commit == Sample.commit)
    }
}
