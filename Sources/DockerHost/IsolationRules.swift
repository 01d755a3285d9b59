/// What packets from the apps' bridges may not do.
enum IsolationRules {
    private static let refuse = "-j REJECT --reject-with icmp-port-unreachable"

    /// To the host: answers alone. Elsewhere: not to the blocked networks, not to another app's bridge or their own. From
    /// elsewhere: answers alone.
    static func v4(_ bridges: BridgeNames, blocked: [IPv4Network]) -> FirewallRules {
        let match = "-i \(bridges.prefix)+"
        let answersOnly = ["-m conntrack --ctstate RELATED,ESTABLISHED -j RETURN", refuse]
        return FirewallRules(
            program: .iptables, table: "filter",
            chains: [
                .init(
                    name: "\(bridges.chains)-HOST", origin: "INPUT", match: match, rules: answersOnly),
                // Docker keeps this chain first and never empties it ("Packet filtering and firewalls" in its manual).
                .init(
                    name: "\(bridges.chains)-AWAY", origin: "DOCKER-USER", match: match,
                    rules: blocked.map { "-d \($0) \(refuse)" } + ["-o \(BridgeNames.common)+ \(refuse)"]),
                // Engines before 28 let the host's neighbours reach a port that is published on loopback, by the
                // container's own address; nginx and Docker's proxy are on the host and do not pass here.
                .init(
                    name: "\(bridges.chains)-INTO", origin: "DOCKER-USER", match: "-o \(bridges.prefix)+",
                    rules: answersOnly),
            ])
    }

    /// The networks have no IPv6: what comes over it all the same goes nowhere, before any rule of Docker's.
    static func v6(_ bridges: BridgeNames) -> FirewallRules {
        FirewallRules(
            program: .ip6tables, table: "raw",
            chains: [
                .init(name: bridges.chains, origin: "PREROUTING", match: "-i \(bridges.prefix)+", rules: ["-j DROP"])
            ])
    }
}
