/// Firewall rules for packets from and to the apps' bridges.
enum IsolationRules {
    private static let refuse = "-j REJECT --reject-with icmp-port-unreachable"

    /// To the host: replies only. To elsewhere: not to blocked networks and not to any app's bridge, including its own.
    /// From elsewhere: replies only.
    static func v4(_ bridges: BridgeNames, blocked: [IPv4Network]) -> FirewallRules {
        let match = "-i \(bridges.prefix)+"
        let answersOnly = ["-m conntrack --ctstate RELATED,ESTABLISHED -j RETURN", refuse]
        return FirewallRules(
            program: .iptables, table: "filter",
            chains: [
                .init(
                    name: "\(bridges.chains)-HOST", origin: "INPUT", match: match, rules: answersOnly),
                // Docker keeps this chain first and never flushes it (Docker manual, "Packet filtering and firewalls").
                .init(
                    name: "\(bridges.chains)-AWAY", origin: "DOCKER-USER", match: match,
                    rules: blocked.map { "-d \($0) \(refuse)" } + ["-o \(BridgeNames.common)+ \(refuse)"]),
                // Engines before 28 let hosts on the same network reach a port published on loopback through the
                // container's own address. nginx and Docker's proxy run on the host, so their packets do not pass here.
                .init(
                    name: "\(bridges.chains)-INTO", origin: "DOCKER-USER", match: "-o \(bridges.prefix)+",
                    rules: answersOnly),
            ])
    }

    /// The networks have no IPv6: drop any IPv6 packet before Docker's own rules apply.
    static func v6(_ bridges: BridgeNames) -> FirewallRules {
        FirewallRules(
            program: .ip6tables, table: "raw",
            chains: [
                .init(name: bridges.chains, origin: "PREROUTING", match: "-i \(bridges.prefix)+", rules: ["-j DROP"])
            ])
    }
}
