import Model
import ShellScripts
import Foundation
import Testing

@testable import DockerHost

/// Scripts in place of iptables' programs.
@Suite(.timeLimit(.minutes(1))) struct NetworkIsolationTests {
    private let folder = NSTemporaryDirectory() + "dcc-firewall-" + UUID().uuidString

    /// - Parameter patience: the default suffices for a busy machine to start a program.
    private func tools(_ script: String?, patience: Duration = .seconds(50)) throws -> FirewallTools {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        if let script {
            for name in ["iptables", "ip6tables"] { try ShellScript(script).install(at: "\(folder)/\(name)") }
        }
        return FirewallTools(path: "\(folder):/usr/bin:/bin", patience: patience)
    }

    private func failure(_ tools: FirewallTools) async throws -> StepFailure? {
        let isolation = NetworkIsolation(bridges: BridgeNames(installation: "test"), blocked: [], tools: tools)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        return await #expect(throws: StepFailure.self) { try await isolation.close() }
    }

    @Test func aHungFirewallFailsByNameInsteadOfWaitingForever() async throws {
        let failure = try await failure(tools("sleep 600", patience: .milliseconds(300)))
        #expect(failure?.code == "network_fence_hangs")
        #expect(failure?.message.contains("iptables did not end within 0 s") == true)
    }

    @Test func whatAFirewallSaysIsInTheFailure() async throws {
        let failure = try await failure(tools("echo no such table >&2; exit 3"))
        #expect(failure?.code == "network_fence" && failure?.message.contains("iptables: no such table") == true)
    }

    @Test func aMissingFirewallIsNamed() async throws {
        #expect(try await failure(tools(nil))?.code == "program_missing")
    }

    @Test func thoseWhoComeWhileALookWaitsShareIt() async throws {
        let tools = try tools("echo >>\(folder)/calls; sleep 0.2; exit 3")
        let isolation = NetworkIsolation(bridges: BridgeNames(installation: "test"), blocked: [], tools: tools)
        await withTaskGroup { group in
            for _ in 1...20 { group.addTask { try? await isolation.close() } }
        }
        let calls = try String(contentsOfFile: "\(folder)/calls", encoding: .utf8).count
        #expect(calls <= 2)
        try FileManager.default.removeItem(atPath: folder)
    }
}
