import Model
import Ports
import Foundation
import Synchronization
import Testing

@testable import DockerHost

/// Runs against the real Docker Engine and a real mirror of Debian.
@Suite(.serialized, .timeLimit(.minutes(5))) struct SystemImageLiveTests {
    private let base: String
    private let folder: String
    private let settings: DockerSettings
    private let host: DockerHost

    init() throws {
        base = try #require(
            ProcessInfo.processInfo.environment["DCC_TEST_IMAGE"], "run this with scripts/test, which builds an image")
        folder = NSTemporaryDirectory() + "dcc-images-" + UUID().uuidString
        var settings = DockerSettings(cpus: 1, memory: try MemoryLimit(gib: 2))
        settings.stacks = folder + "/stacks"
        self.settings = settings
        host = try DockerHost(settings: settings, installation: "images")
    }

    private func build(
        _ names: String..., on host: DockerHost? = nil, renewing: Bool = false
    ) async throws -> (image: String, lines: [String]) {
        let lines = Mutex<[String]>([])
        let packages = try names.map { try SystemPackageName($0, field: "") }
        let image = try await (host ?? self.host).systemImage(
            base: base, packages: packages, renewing: renewing
        ) { line in
            lines.withLock { $0.append(line) }
        }
        return (image, lines.withLock { $0 })
    }

    /// Removes what the test has made; nothing but images may be left.
    private func cleaned(_ body: () async throws -> Void) async throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        do {
            try await body()
        } catch {
            for left in try host.labelled() { _ = try host.remove(left) }
            throw error
        }
        let left = try host.labelled()
        for thing in left { _ = try host.remove(thing) }
        #expect(left.allSatisfy { $0.kind == .image })
        #expect(try host.labelled().isEmpty)
    }

    @Test func theFirstAppBuildsAndTheNextOnesShare() async throws {
        try await cleaned {
            async let first = build("hello", "tree")
            async let second = build("tree", "hello")
            let built = try await [first, second]
            #expect(built[0].image == built[1].image)
            #expect(built.count { $0.lines.contains { $0.hasPrefix("Setting up hello") } } == 1)
            #expect(built.count { $0.lines.contains { $0.hasPrefix("Using the existing image") } } == 1)
            let third = try await build("hello", "tree")
            #expect(third.image == built[0].image && third.lines == ["Using the existing image with hello, tree."])

            let listed = try host.labelled()
            #expect(listed.map(\.key) == [built[0].image] && listed.allSatisfy(\.isSharedImage))
            #expect(try host.environment(ofImage: built[0].image)?["LANG"] == "C.UTF-8")
            let config = try #require(
                try host.engine.get(EngineModels.Image.self, EngineQuery.image(built[0].image))?.config)
            #expect(config.user == "root" && (config.entrypoint ?? []).isEmpty && config.command == ["/bin/sh"])
        }
    }

    @Test(arguments: ["no-such-package-here", "dash-", "lib.+"])
    func aNameThatDebianDoesNotHaveIsNamed(_ name: String) async throws {
        try await cleaned {
            let failure = await #expect(throws: StepFailure.self) { _ = try await build("hello", name) }
            #expect(failure?.code == "system_package_unknown")
            #expect(failure?.message.contains(name) == true && failure?.message.contains("hello") == false)
        }
    }

    @Test func aMirrorThatCannotBeReachedIsNoUnknownPackage() async throws {
        var settings = settings
        settings.aptProxy = "http://127.0.0.1:9"
        let host = try DockerHost(settings: settings, installation: host.installation)
        try await cleaned {
            let failure = await #expect(throws: StepFailure.self) { _ = try await build("hello", on: host) }
            #expect(failure?.code == "image_build_failed")
        }
    }

    @Test func anOldImageIsBuiltAgainAndKeptIfThatFails() async throws {
        var settings = settings
        settings.imageLifetime = 0
        let host = try DockerHost(settings: settings, installation: host.installation)
        settings.aptProxy = "http://127.0.0.1:9"
        let cutOff = try DockerHost(settings: settings, installation: host.installation)
        try await cleaned {
            let old = try await build("hello", renewing: true)
            #expect(try await build("hello", renewing: true).image == old.image)
            #expect(try await build("hello", on: host).image == old.image)

            let kept = try await build("hello", on: cutOff, renewing: true)
            #expect(kept.image == old.image && kept.lines.last?.hasSuffix("Using the existing image.") == true)

            let new = try await build("hello", on: host, renewing: true)
            #expect(new.image != old.image)
            #expect(try await build("hello").image == new.image)
            // Apps may still run the old one; nothing but its ID names it now.
            #expect(Set(try host.labelled().map(\.key)) == [old.image, new.image])
        }
    }

    @Test func aBuildThatWritesMoreThanItMayEnds() async throws {
        var settings = settings
        settings.imageGiB = 0
        let host = try DockerHost(settings: settings, installation: host.installation)
        try await cleaned {
            let failure = await #expect(throws: StepFailure.self) { _ = try await build("ffmpeg", on: host) }
            #expect(failure?.code == "image_too_large")
            let left = try host.list(EngineQuery.containers(instance: host.installation))
            #expect(left.isEmpty)
        }
    }

    @Test func cancellingABuildLeavesNothing() async throws {
        try await cleaned {
            let task = Task { try await build("ffmpeg") }
            let container = EngineQuery.containers(instance: host.installation)
            while try host.list(container).first?.state != "running" { try await Task.sleep(for: .milliseconds(50)) }
            task.cancel()
            await #expect(throws: (any Error).self) { try await task.value }
            #expect(try host.list(container).isEmpty)
        }
    }
}
