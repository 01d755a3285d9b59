import Testing

@testable import DockerHost

@Suite struct FirewallRulesTests {
    private let bridges = BridgeNames(installation: "0123456789abcdef")
    private var rules: FirewallRules { IsolationRules.v4(bridges, blocked: [.linkLocal]) }

    /// The iptables listing of a host with Docker and none of our rules.
    private let bare = """
        -P INPUT ACCEPT
        -P FORWARD DROP
        -N DOCKER-USER
        -A INPUT -p tcp -m tcp --dport 22 -j ACCEPT
        -A FORWARD -j DOCKER-USER
        -A DOCKER-USER -j RETURN
        """

    private let ours = """
        -P INPUT ACCEPT
        -N DCC-01234-AWAY
        -N DCC-01234-HOST
        -N DCC-01234-INTO
        -N DOCKER-USER
        -A INPUT -i dcc01234+ -j DCC-01234-HOST
        -A INPUT -p tcp -m tcp --dport 22 -j ACCEPT
        -A FORWARD -j DOCKER-USER
        -A DCC-01234-AWAY -d 169.254.0.0/16 -j REJECT --reject-with icmp-port-unreachable
        -A DCC-01234-AWAY -o dcc+ -j REJECT --reject-with icmp-port-unreachable
        -A DCC-01234-HOST -m conntrack --ctstate RELATED,ESTABLISHED -j RETURN
        -A DCC-01234-HOST -j REJECT --reject-with icmp-port-unreachable
        -A DCC-01234-INTO -m conntrack --ctstate RELATED,ESTABLISHED -j RETURN
        -A DCC-01234-INTO -j REJECT --reject-with icmp-port-unreachable
        -A DOCKER-USER -o dcc01234+ -j DCC-01234-INTO
        -A DOCKER-USER -i dcc01234+ -j DCC-01234-AWAY
        -A DOCKER-USER -j RETURN
        """

    @Test func namesFitLinuxAndBelongToOneAppOfOneInstallation() {
        #expect(bridges.bridge(uid: 200_001) == "dcc012344abl")
        #expect(bridges.bridge(uid: .max).count <= 15)
        #expect(bridges.bridge(uid: 200_001) != bridges.bridge(uid: 200_002))
        #expect(BridgeNames(installation: "fedcba").bridge(uid: 1) != bridges.bridge(uid: 1))
    }

    @Test func whatIsListedIsWhatWouldBeTyped() {
        let listing = rules.listing
        #expect(([listing.program] + listing.arguments).joined(separator: " ") == "iptables -w 10 -t filter -S")
    }

    @Test func rulesThatStandAreLeftAlone() {
        #expect(rules.stand(in: ours))
        #expect(!rules.stand(in: bare))
    }

    @Test func anotherInstallationsRulesMayComeFirst() {
        let line = "-A INPUT -i dcc01234+ -j DCC-01234-HOST"
        #expect(rules.stand(in: ours.replacing(line, with: "-A INPUT -i dccfedcb+ -j DCC-fedcb-HOST\n\(line)")))
    }

    @Test(arguments: [
        ("-A INPUT -i dcc01234+ -j DCC-01234-HOST\n", ""),
        ("-A INPUT -i dcc01234+ -j DCC-01234-HOST", "-A INPUT -j ACCEPT\n-A INPUT -i dcc01234+ -j DCC-01234-HOST"),
        ("-A DCC-01234-HOST -j REJECT --reject-with icmp-port-unreachable\n", ""),
        ("-A DCC-01234-HOST -m conn", "-A DCC-01234-HOST -j ACCEPT\n-A DCC-01234-HOST -m conn"),
        ("-d 169.254.0.0/16", "-d 10.0.0.0/8"),
        ("-A DOCKER-USER -i dcc01234+ -j DCC-01234-AWAY\n", ""),
    ])
    func whatSomebodyChangedDoesNotStand(_ original: String, _ changed: String) {
        #expect(ours.contains(original))
        #expect(!rules.stand(in: ours.replacing(original, with: changed)))
    }

    @Test func repairingPutsChainsAndJumpsInPlaceAtOnce() {
        let repair = rules.repair(of: bare)
        #expect(
            ([repair.program] + repair.arguments).joined(separator: " ") == "iptables-restore -w 10 --noflush")
        #expect(
            repair.input == """
                *filter
                :DCC-01234-HOST - [0:0]
                :DCC-01234-AWAY - [0:0]
                :DCC-01234-INTO - [0:0]
                -A DCC-01234-HOST -m conntrack --ctstate RELATED,ESTABLISHED -j RETURN
                -A DCC-01234-HOST -j REJECT --reject-with icmp-port-unreachable
                -A DCC-01234-AWAY -d 169.254.0.0/16 -j REJECT --reject-with icmp-port-unreachable
                -A DCC-01234-AWAY -o dcc+ -j REJECT --reject-with icmp-port-unreachable
                -A DCC-01234-INTO -m conntrack --ctstate RELATED,ESTABLISHED -j RETURN
                -A DCC-01234-INTO -j REJECT --reject-with icmp-port-unreachable
                -I INPUT 1 -i dcc01234+ -j DCC-01234-HOST
                -I DOCKER-USER 1 -i dcc01234+ -j DCC-01234-AWAY
                -I DOCKER-USER 1 -o dcc01234+ -j DCC-01234-INTO
                COMMIT

                """)
    }

    @Test func repairingTakesAwayJumpsThatAreThere() {
        let lines = rules.repair(of: ours).input.split(separator: "\n")
        #expect(lines.contains("-D INPUT -i dcc01234+ -j DCC-01234-HOST"))
        #expect(lines.contains("-D DOCKER-USER -i dcc01234+ -j DCC-01234-AWAY"))
    }

    @Test func nothingComesThroughOverIPv6() {
        let rules = IsolationRules.v6(bridges)
        #expect(rules.listing.program == "ip6tables")
        #expect(rules.repair(of: "").input.contains("-I PREROUTING 1 -i dcc01234+ -j DCC-01234\n"))
        #expect(rules.chains.flatMap(\.lines) == ["-A DCC-01234 -j DROP"])
    }
}

@Suite struct IPv4NetworkTests {
    @Test(arguments: [
        ("169.254.0.0/16", "169.254.0.0/16"), ("10.1.2.3/8", "10.0.0.0/8"), ("192.0.2.7", "192.0.2.7/32"),
        ("0.0.0.0/0", "0.0.0.0/0"),
    ])
    func isWrittenAsIptablesListsIt(_ text: String, _ expected: String) {
        #expect(IPv4Network(text)?.description == expected)
    }

    @Test(arguments: ["", "10.0.0.0/33", "10.0.0/8", "10.0.0.0/", "fe80::/10", "10.0.0.0/8 -j ACCEPT", "any/0"])
    func whatIsNoNetworkIsRefused(_ text: String) {
        #expect(IPv4Network(text) == nil)
    }
}
