import Model
import Testing

@testable import DockerHost

@Suite struct AddressPlanTests {
    private func subnet(
        _ block: String? = nil, taken: [String] = [], routes: [String] = [], installation: String = ""
    ) throws -> String {
        let plan = AddressPlan(block: block.flatMap { IPv4Network($0) }, installation: installation)
        return try plan.subnet(
            taken: taken.compactMap { IPv4Network($0) }, routes: routes.compactMap { IPv4Network($0) }
        )
        .description
    }

    @Test(arguments: [
        ([], [], "10.208.0.0/28"),
        (["10.208.0.0/28", "10.208.0.16/28"], ["10.208.0.0/28", "10.208.0.1/32"], "10.208.0.32/28"),
        // Somebody else's Docker network.
        (["10.208.0.0/26"], [], "10.208.0.64/28"),
        (["10.208.0.4/30"], [], "10.208.0.16/28"),
        (["10.0.0.0/8"], [], "172.24.0.0/28"),
        // The company's networks.
        ([], ["10.208.128.0/24"], "10.209.0.0/28"),
        ([], ["10.0.0.0/8"], "172.24.0.0/28"),
        ([], ["10.0.0.0/8", "172.16.0.0/13"], "172.24.0.0/28"),
        ([], ["192.168.0.0/16"], "10.208.0.0/28"),
        // A network that was made a moment ago.
        ([], ["10.208.0.0/28", "10.208.0.1/32"], "10.208.0.16/28"),
    ])
    func aPrivateSubnetThatNothingUsesIsChosen(_ taken: [String], _ routes: [String], _ expected: String) throws {
        #expect(try subnet(taken: taken, routes: routes) == expected)
    }

    @Test(arguments: [
        ([], [], "10.9.0.0/28"),
        // The block is part of the company's network, and this machine's own.
        ([], ["10.0.0.0/8"], "10.9.0.0/28"),
        ([], ["10.9.0.0/25"], "10.9.0.128/28"),
        (["10.9.0.0/25", "10.9.0.128/27"], ["10.9.0.0/25"], "10.9.0.160/28"),
    ])
    func theOperatorsBlockIsKeptTo(_ taken: [String], _ routes: [String], _ expected: String) throws {
        #expect(try subnet("10.9.0.0/24", taken: taken, routes: routes) == expected)
    }

    @Test(arguments: [
        (
            "10.9.0.0/24", ["10.9.0.0/24"], [],
            "No free network is left in 10.9.0.0/24 (networks.block): all of it is in use."
        ),
        (
            "10.9.0.0/24", [], ["10.9.0.0/24"],
            "No free network is left in 10.9.0.0/24 (networks.block): the machine has a route to 10.9.0.0/24 in it."
        ),
        (
            nil, [], ["10.0.0.0/8", "172.16.0.0/12"],
            "No private addresses are free for the app's network: the machine has routes to 10.0.0.0/8, 172.16.0.0/12."
        ),
    ])
    func whyThereIsNoneIsSaid(_ block: String?, _ taken: [String], _ routes: [String], _ message: String) throws {
        let failure = #expect(throws: StepFailure.self) { try subnet(block, taken: taken, routes: routes) }
        #expect(failure?.code == "no_free_network")
        #expect(failure?.message == message)
    }

    @Test func twoInstallationsBeginAtDifferentPlaces() throws {
        #expect(try subnet(installation: "0123456789abcdef") != subnet(installation: "fedcba9876543210"))
    }

    @Test func theWholeBlockIsLeasedOnce() throws {
        var taken: [String] = []
        for _ in 0..<16 { taken.append(try subnet("10.9.0.0/24", taken: taken, installation: "abc")) }
        #expect(Set(taken).count == 16)
        #expect(throws: StepFailure.self) { try subnet("10.9.0.0/24", taken: taken) }
    }

    @Test(arguments: [
        (nil, "10.208.0.16/28", ["10.208.0.0/16"], true), (nil, "10.208.0.16/28", ["10.0.0.0/8"], true),
        (nil, "10.208.0.16/28", ["10.209.0.0/16"], false), (nil, "10.208.0.16/28", [], false),
        ("10.208.0.0/16", "10.208.0.16/28", ["10.0.0.0/8"], false),
        ("10.208.0.0/16", "10.208.0.16/28", ["10.208.0.24/29"], true),
    ])
    func aRouteThatLeadsIntoANetworkIsAConflict(
        _ block: String?, _ network: String, _ routes: [String], _ expected: Bool
    ) throws {
        let plan = AddressPlan(block: block.flatMap { IPv4Network($0) }, installation: "")
        let network = try #require(IPv4Network(network))
        // Its own route, its gateway's and its broadcast address are always there.
        let own = [network, IPv4Network("10.208.0.17")!, IPv4Network("10.208.0.31")!]
        let routes = own + routes.compactMap { IPv4Network($0) }
        #expect(plan.conflicts(network, taken: [network], routes: routes) == expected)
    }

    @Test func capacityLeavesSomeForImageBuilds() throws {
        #expect(AddressPlan.capacity(of: nil) == 4088)
        #expect(AddressPlan.capacity(of: IPv4Network("10.0.0.0/24")) == 8)
    }
}

@Suite struct HostRoutesTests {
    @Test func theRoutesOfAllTablesAreRead() {
        let text = """
            Main:
              +-- 0.0.0.0/0 3 0 4
                 |-- 0.0.0.0
                    /0 universe UNICAST
                    /1 universe UNICAST
                 +-- 10.0.0.0/8 2 0 2
                    |-- 10.20.0.0
                       /16 universe UNICAST
                 |-- 128.0.0.0
                    /1 universe UNICAST
            Local:
              +-- 127.0.0.0/8 2 0 2
                 |-- 127.0.0.0
                    /8 host LOCAL
                 |-- 192.0.2.2
                    /32 host LOCAL
            Id 52:
              |-- 100.64.0.0
                 /10 universe UNICAST
            """
        #expect(
            HostRoutes.routes(in: text).map(\.description).sorted()
                == ["10.20.0.0/16", "100.64.0.0/10", "127.0.0.0/8", "192.0.2.2/32"])
    }

    @Test func thisMachineHasLoopback() {
        #expect(HostRoutes.read().contains { $0.contains(IPv4Network("127.0.0.1")!) })
    }
}
