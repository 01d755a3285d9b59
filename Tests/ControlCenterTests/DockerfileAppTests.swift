import AppHarness
import ControlCenter
import Foundation
import LiveState
@testable import Model
import Ports
import Testing

@Suite(.timeLimit(.minutes(5))) struct DockerfileAppTests {
    private let house: AppHarness

    init() throws {
        house = try AppHarness(
            images: AllowedImages(standard: "base", patterns: ["team/*"]), builders: .members)
    }

    /// An app that runs, is then changed to be built, and has this Dockerfile in its workspace.
    private func changed(_ dockerfile: String?, in house: AppHarness? = nil) async throws -> AppName {
        let house = house ?? self.house
        let name = try await house.running("demo")
        let app = try house.app(name)
        try await house.registry.change(app, by: Sample.caller) { settings in
            var settings = settings
            (settings.build, settings.startCommand) = (.dockerfile, .ofImage)
            return settings
        }.stored()
        try dockerfile?.write(
            toFile: "\(house.folder.path)/demo/Dockerfile", atomically: true, encoding: .utf8)
        return name
    }

    private func deployed(_ name: AppName, in house: AppHarness? = nil) async throws -> Deployment {
        let house = house ?? self.house
        try await house.service.deploy(try house.app(name), .redeploy, by: Sample.caller)
        while house.registry.newestDeployment(of: name)?.outcome == nil { try await Task.sleep(for: .milliseconds(2)) }
        return try #require(house.registry.newestDeployment(of: name))
    }

    @Test func itsImagesArePulledItIsBuiltAndNothingIsInstalled() async throws {
        let name = try await changed("FROM base AS a\nFROM team/x\nCOPY --from=a / /\n")
        let deployment = try await deployed(name)
        #expect(deployment.outcome == .succeeded)
        #expect(deployment.steps.map(\.step) == [.clone, .pull, .image, .start, .health])
        let order = try #require(house.host.builds.last)
        #expect(order.images == ["base": "sha256:1", "team/x": "sha256:1"] && order.baseImage == "sha256:1")
        #expect(order.uid == (try house.app(name).uid))
        let stack = try #require(house.host.stacks.last)
        #expect(stack.build == .dockerfile && stack.image == deployment.image && stack.startCommand == .ofImage)
    }

    @Test(arguments: [
        ("FROM other", "dockerfile_image_not_allowed"), ("RUN x", "dockerfile_syntax"), (nil, "dockerfile_missing"),
    ]) func whatIsNotBuiltFailsBeforeAnythingIsPulled(_ text: String?, _ code: String) async throws {
        let deployment = try await deployed(try await changed(text))
        #expect(deployment.failure?.code == code && deployment.failure?.step == .inspect)
        #expect(house.host.builds.isEmpty)
    }

    @Test func anInstallationThatBuildsNoLongerSaysSo() async throws {
        let house = try AppHarness()
        let deployment = try await deployed(try await changed("FROM base", in: house), in: house)
        #expect(deployment.failure?.code == "dockerfile_not_allowed")
    }

    @Test func anImageThatCannotBePulledIsNamed() async throws {
        let name = try await changed("FROM team/x:9")
        house.host.fail("ensureImage", with: StepFailure(code: "image_missing", message: "Not found.", hint: "Look."))
        let failure = try #require(try await deployed(name).failure)
        #expect(
            failure.message == "The Dockerfile's image team/x:9 could not be pulled." && failure.lines == ["Not found."]
        )
    }

    /// The image that ran before was not built from the Dockerfile.
    @Test func aRollbackUsesNoImageOfAnotherBuild() async throws {
        let name = try await changed("FROM base")
        _ = try await deployed(name)
        try await house.service.rollBack(try house.app(name), to: Sample.commit, image: "sha256:1", by: Sample.caller)
        while house.registry.newestDeployment(of: name)?.outcome == nil { try await Task.sleep(for: .milliseconds(2)) }
        #expect(house.host.stacks.last?.image.hasPrefix("sha256:built-") == true && house.host.builds.count == 2)
        try await house.service.rollBack(
            try house.app(name), to: Sample.commit, image: house.host.stacks.last?.image, by: Sample.caller)
        while house.registry.newestDeployment(of: name)?.outcome == nil { try await Task.sleep(for: .milliseconds(2)) }
        #expect(house.host.builds.count == 2)
    }

    @Test func itsImagesGoWithIt() async throws {
        let name = try await changed("FROM base")
        try await house.service.remove(try house.app(name), by: Sample.caller)
        try await house.untilGone(name)
        #expect(house.host.imagelessApps == [name])
    }

    @Test(arguments: [
        ("[FATAL tini (7)] exec /bin/sh failed: No such file or directory", 127, "image_no_shell"),
        ("start: 12: exec: /opt/serve: not found", 127, "image_program_missing"),
        ("start: exec: line 12: serve: not found", 127, "image_program_missing"),
        ("start: 12: exec: /root/serve: Permission denied", 126, "image_program_refused"),
    ]) func anImageThatDoesNotStartIsTold(_ line: String, _ code: Int, _ cause: String) {
        let evidence = Evidence(stage: .start, exitCode: code, lines: [line], build: .dockerfile)
        #expect(Diagnosis.of(evidence)?.code == cause)
    }

    @Test func whatItMayNotWriteIsToldWithItsOwnFolder() throws {
        var evidence = Evidence(
            stage: .start, exitCode: 1, lines: ["PermissionError: [Errno 13] Permission denied: '/app/cache'"],
            build: .dockerfile)
        #expect(
            Diagnosis.of(evidence)?.hint == "Let it write below /data, or to the folder that TMPDIR names.")
        evidence.build = .python
        #expect(Diagnosis.of(evidence)?.hint == "Check the file's mode in the repository.")
    }
}
