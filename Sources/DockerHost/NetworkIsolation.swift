import Model
import Glibc

/// Isolates apps' containers from the host's services, from each other and from blocked networks. Reads the firewall for
/// each call and repairs what differs.
actor NetworkIsolation {
    private let rules: [FirewallRules]
    private let tools: FirewallTools
    private var last: Task<Void, any Error>?
    /// The last one, until it begins: it sees all that happened before, so that everyone who comes meanwhile shares it.
    private var waiting: Task<Void, any Error>?

    init(bridges: BridgeNames, blocked: [IPv4Network], tools: FirewallTools = FirewallTools()) {
        let hasIPv6 = access("/proc/net/if_inet6", F_OK) == 0
        rules = [IsolationRules.v4(bridges, blocked: blocked)] + (hasIPv6 ? [IsolationRules.v6(bridges)] : [])
        self.tools = tools
    }

    /// Looks run one after the other: two concurrent repairs would apply twice.
    /// - Throws: as ``FirewallTools/run(_:)``.
    func close() async throws {
        let look = waiting ?? plan()
        waiting = look
        last = look
        try await look.value
    }

    private func plan() -> Task<Void, any Error> {
        Task { [last] in
            _ = await last?.result
            waiting = nil
            for rules in rules { try await close(rules) }
        }
    }

    private func close(_ rules: FirewallRules) async throws(StepFailure) {
        let listing = try await tools.run(rules.listing)
        if rules.stand(in: listing) { return }
        _ = try await tools.run(rules.repair(of: listing))
        guard rules.stand(in: try await tools.run(rules.listing)) else {
            throw FirewallTools.failure("\(rules.program) does not list the rules that were added")
        }
    }
}
