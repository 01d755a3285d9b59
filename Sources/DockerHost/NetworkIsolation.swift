import Model
import Platform
import Glibc
import Subprocess
import SystemPackage

/// Isolates apps' containers from the host's services, from each other and from blocked networks. Reads the firewall on
/// each call and repairs what differs.
actor NetworkIsolation {
    private let rules: [FirewallRules]
    private var last: Task<Void, any Error>?

    init(bridges: BridgeNames, blocked: [IPv4Network]) {
        let hasIPv6 = access("/proc/net/if_inet6", F_OK) == 0
        rules = [IsolationRules.v4(bridges, blocked: blocked)] + (hasIPv6 ? [IsolationRules.v6(bridges)] : [])
    }

    /// Calls run one after the other: two concurrent repairs would apply twice.
    /// - Throws: ``StepFailure`` `network_fence`.
    func close() async throws {
        let look = Task { [last] in
            _ = await last?.result
            for rules in self.rules { try await Self.close(rules) }
        }
        last = look
        try await look.value
    }

    private static func close(_ rules: FirewallRules) async throws(StepFailure) {
        let listing = try await run(rules.listing)
        if rules.stand(in: listing) { return }
        _ = try await run(rules.repair(of: listing))
        guard rules.stand(in: try await run(rules.listing)) else {
            throw failure("\(rules.program) does not list the rules that were added")
        }
    }

    private static func run(_ command: FirewallCommand) async throws(StepFailure) -> String {
        do {
            let input = try ChildInput.descriptor(holding: command.input)
            let done = try await Subprocess.run(
                .name(command.program), arguments: Arguments(command.arguments), environment: .custom(environment),
                input: .fileDescriptor(FileDescriptor(rawValue: input), closeAfterSpawningProcess: true),
                output: .string(limit: 64 << 20), error: .string(limit: 64 << 10))
            guard done.terminationStatus.isSuccess else {
                throw failure("\(command.program): \(done.standardError)")
            }
            return done.standardOutput
        } catch let error as StepFailure {
            throw error
        } catch {
            throw failure("\(command.program) could not be run: \(error)")
        }
    }

    private static let environment: [Environment.Key: String] = [
        "PATH": "/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin"
    ]

    private static func failure(_ reason: String) -> StepFailure {
        StepFailure(
            code: "network_fence",
            message: "The app's network could not be isolated: \(LogText.sentence(reason)).",
            hint: "Ask the operator to check iptables and Docker on the machine, then redeploy.")
    }
}
