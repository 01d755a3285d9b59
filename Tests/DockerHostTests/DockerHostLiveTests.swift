import Model
import Ports
import Foundation
import Glibc
import Synchronization
import Testing

@testable import DockerHost

/// Runs against the real Docker Engine. Each test uses its own names and cleans up.
@Suite(.serialized, .timeLimit(.minutes(5))) struct DockerHostLiveTests {
    private static let uid: UInt32 = 299_998
    private let folder: String
    private let image: String
    private let host: DockerHost
    private let app: AppName

    init() throws {
        image = try #require(
            ProcessInfo.processInfo.environment["DCC_TEST_IMAGE"], "run this with scripts/test, which builds an image")
        folder = NSTemporaryDirectory() + "dcc-docker-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder + "/workspace", withIntermediateDirectories: true)
        chown(folder + "/workspace", Self.uid, Self.uid)
        chmod(folder, 0o755)
        var settings = DockerSettings(cpus: 1, memory: try MemoryLimit(gib: 8))
        settings.stacks = folder + "/stacks"
        settings.packages = folder + "/packages"
        settings.uv = try #require(ProcessInfo.processInfo.environment["DCC_TEST_UV"], "run this with scripts/test")
        host = try DockerHost(settings: settings, installation: "test")
        app = try AppName("t-" + String(UUID().uuidString.prefix(8)).lowercased())
    }

    private func stack(
        _ command: String, gpus: [String] = [], hostPort: UInt16 = 29_990,
        dependencies: DependencyInputs = DependencyInputs(),
        environment: [EnvironmentVariable] = []
    ) throws -> Stack {
        try ComposeFileTests.stack(
            app.rawValue, command: command, gpus: gpus, workspace: folder + "/workspace", image: image, uid: Self.uid,
            hostPort: hostPort, dependencies: dependencies, environment: environment)
    }

    private func cleaned(_ body: () async throws -> Void) async throws {
        do {
            try await body()
        } catch {
            _ = try? await host.down(app)
            throw error
        }
        _ = try await host.down(app)
        #expect(try host.observe(app) == nil)
        try FileManager.default.removeItem(atPath: folder)
    }

    private func observed(_ matches: (ContainerObservation) -> Bool) async throws -> ContainerObservation {
        while true {
            if let seen = try host.observe(app), matches(seen) { return seen }
            try await Task.sleep(for: .milliseconds(100))
        }
    }

    private let serve = "python3 -m http.server 7860"

    @Test func anImageTellsWhatItSets() throws {
        #expect(try host.environment(ofImage: image)?["LANG"] == "C.UTF-8")
        #expect(try host.environment(ofImage: "dcc-test/no-such-image:1") == nil)
    }

    @Test func anAppIsInstalledStartedSeenFollowedAndStopped() async throws {
        try await cleaned {
            let stack = try stack("echo hello from the app; \(serve)")
            try await host.install(stack) { _ in }
            #expect(FileManager.default.fileExists(atPath: folder + "/workspace/.dcc/venv/bin/python"))
            try await host.up(stack)
            let seen = try await observed { $0.condition == .healthy }
            let lines = Mutex<[String]>([])
            host.follow(seen.id, since: nil) { line in
                lines.withLock { $0.append(line.text) }
            } ended: {
            }
            while !lines.withLock({ $0.contains("hello from the app") }) {
                try await Task.sleep(for: .milliseconds(50))
            }
            #expect(try host.observe()[app]?.condition == .healthy)
            try await host.stop(app)
            _ = try await observed { if case .exited = $0.condition { true } else { false } }
        }
    }

    @Test func aReservedGPUIsTheOneTheContainerSees() async throws {
        let card = "GPU-5f1c9b2a-0002-4a77-9d3e-bbbbbbbbbbbb"
        try await cleaned {
            let stack = try stack("echo sees:$NVIDIA_VISIBLE_DEVICES; \(serve)", gpus: [card])
            try await host.install(stack) { _ in }
            try await host.up(stack)
            let seen = try await observed { $0.condition == .healthy }
            let lines = Mutex<[String]>([])
            host.follow(seen.id, since: nil) { line in
                lines.withLock { $0.append(line.text) }
            } ended: {
            }
            while lines.withLock({ $0.isEmpty }) { try await Task.sleep(for: .milliseconds(50)) }
            #expect(lines.withLock { $0.first } == "sees:\(card)")
        }
    }

    @Test func theEnvironmentReachesTheContainerByteForByte() async throws {
        let values = [
            ("LITERAL", "${HOME}", false), ("YAML", "a: b # c", false), ("NUMBER", "1e3", false), ("EMPTY", "", false),
            ("SECRET", "p$$w0rd ${HOME} 'x' \"y\" \\", true),
        ]
        let environment = try values.map { try ComposeFileTests.variable($0.0, $0.1, secret: $0.2) }
        let show = values.map { "echo \"[$\($0.0)]\"" }.joined(separator: "; ")
        try await cleaned {
            let stack = try stack("\(show); \(serve)", environment: environment)
            try await host.install(stack) { _ in }
            try await host.up(stack)
            let seen = try await observed { $0.condition == .healthy }
            let lines = Mutex<[String]>([])
            host.follow(seen.id, since: nil) { line in
                lines.withLock { $0.append(line.text) }
            } ended: {
            }
            while lines.withLock({ $0.count < values.count }) { try await Task.sleep(for: .milliseconds(50)) }
            #expect(lines.withLock { Array($0.prefix(values.count)) } == values.map { "[\($0.1)]" })
            let file = try String(contentsOfFile: "\(folder)/stacks/\(app)/compose.json", encoding: .utf8)
            #expect(!file.contains("w0rd"))
        }
    }

    @Test func anAppThatEndsTellsItsExitCode() async throws {
        try await cleaned {
            let stack = try stack("exit 3")
            try await host.install(stack) { _ in }
            try await host.up(stack)
            _ = try await observed { $0.condition == .exited(code: 3, outOfMemory: false) }
        }
    }

    @Test func anAppOnLoopbackAloneIsToldSo() async throws {
        try await cleaned {
            let stack = try stack("python3 -m http.server 7860 --bind 127.0.0.1")
            try await host.install(stack) { _ in }
            try await host.up(stack)
            _ = try await observed { $0.healthOutput.contains(HealthProbe.loopbackOnly) }
        }
    }

    @Test func whereAnAppListensIsReadFromOutside() async throws {
        try await cleaned {
            let stack = try stack("python3 -m http.server 8080")
            try await host.install(stack) { _ in }
            try await host.up(stack)
            let id = try await observed { $0.condition == .starting }.id
            while try host.activity(of: id)?.listening != [ListeningSocket(.any, 8080)] {
                try await Task.sleep(for: .milliseconds(100))
            }
            #expect(try host.activity(of: id)?.received != nil)
        }
    }

    /// Its first page takes longer than a healthcheck.
    @Test func anAppThatTakesConnectionsAndAnswersSlowlyIsHealthy() async throws {
        try await cleaned {
            let stack = try stack("python3 -c '\(Self.server("c = s.accept(); import time; time.sleep(600)"))'")
            try await host.install(stack) { _ in }
            try await host.up(stack)
            let seen = try await observed { $0.condition == .healthy }
            #expect(seen.healthOutput == HealthProbe.slow)
        }
    }

    @Test func anAppThatTakesNoConnectionsIsNotHealthy() async throws {
        try await cleaned {
            let stack = try stack("python3 -c '\(Self.server("import time; time.sleep(600)"))'")
            try await host.install(stack) { _ in }
            try await host.up(stack)
            let seen = try await observed { $0.healthOutput == HealthProbe.busy }
            #expect(seen.condition == .starting)
            #expect(try host.activity(of: seen.id)?.listening.first?.waiting != 0)
        }
    }

    private static func server(_ then: String) -> String {
        "import socket; s = socket.create_server((\"\", 7860)); \(then)"
    }

    @Test func aTakenHostPortIsNamed() async throws {
        let other = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(other) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(29_991).bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        let bound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(other, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        try #require(bound == 0 && listen(other, 1) == 0)
        try await cleaned {
            let stack = try stack(serve, hostPort: 29_991)
            try await host.install(stack) { _ in }
            do {
                try await host.up(stack)
                Issue.record("a port in use was published")
            } catch let failure as StepFailure {
                #expect(failure.code == "host_port_taken")
            }
        }
    }

    @Test func somebodyElsesContainerOfOurNameIsNotTouched() async throws {
        var settings = DockerSettings(cpus: 1, memory: try MemoryLimit(gib: 8))
        settings.stacks = folder + "/their-stacks"
        settings.packages = folder + "/packages"
        settings.uv = try #require(ProcessInfo.processInfo.environment["DCC_TEST_UV"])
        let theirs = try DockerHost(settings: settings, installation: "theirs")
        let foreign = try ComposeFileTests.stack(
            app.rawValue, command: serve, workspace: folder + "/workspace", image: image, uid: Self.uid,
            hostPort: 29_992, installation: "theirs")
        try await theirs.install(foreign) { _ in }
        try await theirs.up(foreign)
        let before = try #require(try theirs.observe(app)).id
        let stack = try stack(serve)
        for change in [{ try await host.up(stack) }, { try await host.stop(app) }, { _ = try await host.down(app) }]
            as [() async throws -> Void]
        {
            do {
                try await change()
                Issue.record("another owner's project was changed")
            } catch let failure as StepFailure {
                #expect(failure.code == "container_conflict")
            }
        }
        #expect(try theirs.observe(app)?.id == before)
        _ = try await theirs.down(app)
        try FileManager.default.removeItem(atPath: folder)
    }

    @Test func cancellingAnInstallationEndsIt() async throws {
        try await cleaned {
            // Never ends: uv reads a file from a pipe without a writer.
            #expect(mkfifo(folder + "/workspace/slow.txt", 0o644) == 0)
            let stack = try stack(serve, dependencies: DependencyInputs(requirements: "-r /app/slow.txt"))
            let task = Task { try await host.install(stack) { _ in } }
            try await Task.sleep(for: .seconds(3))
            task.cancel()
            await #expect(throws: (any Error).self) { try await task.value }
        }
    }

    @Test func aSilentEngineIsUnreachableNotHanging() throws {
        var settings = DockerSettings(cpus: 1, memory: try MemoryLimit(gib: 8))
        settings.stacks = folder + "/stacks"
        settings.socket = folder + "/no.sock"
        let nobody = try DockerHost(settings: settings, installation: "test")
        #expect(throws: ContainerHostUnreachable.self) { try nobody.observe() as [AppName: ContainerObservation] }
    }
}
