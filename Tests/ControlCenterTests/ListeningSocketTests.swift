@testable import Model
import Testing

@Suite struct ListeningSocketTests {
    @Test(arguments: [
        ("00000000:1EB4", ListeningSocket(.any, 7860)), ("0100007F:1F90", ListeningSocket(.loopback, 8080)),
        ("0200007F:1F90", ListeningSocket(.loopback, 8080)), ("020012AC:0050", ListeningSocket(.other, 80)),
        ("FFFFFF7F:FFFF", ListeningSocket(.loopback, 65535)), ("00000080:0001", ListeningSocket(.other, 1)),
    ])
    func readsAddressAndPort(_ local: String, _ expected: ListeningSocket) {
        let line = "   0: \(local) 00000000:0000 0A 00000000:00000000 00:00000000 00000000 200001        0 5 1 0 100 0"
        #expect(ListeningSocket.all(in: line, .v4) == [expected])
    }

    @Test(
        arguments: [
            ("00000000000000000000000000000000", .any), ("00000000000000000000000001000000", .loopback),
            ("0000000000000000FFFF00000100007F", .loopback), ("0000000000000000FFFF000000000000", .any),
            ("0000000000000000FFFF0000020012AC", .other), ("000080FE00000000FF0042020400AC12", .other),
            ("01000000000000000000000000000000", .other),
        ] as [(String, ListeningSocket.Address)])
    func readsIPv6(_ address: String, _ expected: ListeningSocket.Address) {
        let peer = "00000000000000000000000000000000:0000"
        let line = "   0: \(address):1EB4 \(peer) 0A 00000000:00000000 00:00000000 00000000 0 0 5 1 0 100 0 0 10 0"
        #expect(ListeningSocket.all(in: line, .v6) == [ListeningSocket(expected, 7860, .v6)])
    }

    @Test func readsAContainersTables() {
        #expect(
            ListeningSocket.all(in: Self.recorded, .v4) == [
                ListeningSocket(.loopback, 9000), ListeningSocket(.any, 7860, waiting: 3),
            ])
        #expect(
            ListeningSocket.all(in: Self.recordedIPv6, .v6) == [
                ListeningSocket(.loopback, 9001, .v6), ListeningSocket(.any, 7861, .v6),
            ])
    }

    @Test(arguments: [
        "", "  sl  local_address rem_address   st\n", "   0: 00000000 00000000:0000 0A 0:0",
        "   0: 00000000:XYZ 00000000:0000 0A 00000000:00000000", "   0: 0000:1EB4 00000000:0000 0A 00000000:00000000",
        "   0: 0000000000000000:1EB4 00000000:0000 0A 00000000:00000000",
    ])
    func otherLinesAreNoSockets(_ text: String) {
        #expect(ListeningSocket.all(in: text, .v4).isEmpty)
    }

    /// Recorded on the host for a container in a network of its own, on Linux 6.18: three connections to port 7860 that
    /// its program has not accepted and one that it has, and Docker's name server.
    private static let recorded = """
          sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
           0: 0100007F:2328 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 175447 1 00000000c1e49dd2
           1: 00000000:1EB4 00000000:0000 0A 00000000:00000003 00:00000000 00000000     0        0 175446 4 0000000056e3c2c3
           2: 0B00007F:93D9 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 174949 1 000000006659284e
           3: 0100007F:1EB4 0100007F:8424 01 00000000:00000000 00:00000000 00000000     0        0 0 1 00000000f58cf57d 20 0
           6: 0100007F:1EB4 0100007F:8404 05 00000000:00000000 03:000016A6 00000000     0        0 0 3 0000000089c1d54c
           7: 0100007F:8404 0100007F:1EB4 08 00000000:00000001 00:00000000 00000000     0        0 175451 1 000000006575c13b
        """

    private static let recordedIPv6 = """
          sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when
           0: 0000000000000000FFFF00000100007F:2329 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000
           1: 00000000000000000000000000000000:1EB5 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000
        """
}

@Suite struct ListeningPlaceTests {
    private static let others: [(sockets: [ListeningSocket], place: ListeningPlace)] = [
        ([], .nowhere),
        ([.init(.any, 7860)], .itsPort(takesConnections: true)),
        ([.init(.any, 7860, .v6)], .itsPort(takesConnections: true)),
        ([.init(.other, 7860)], .itsPort(takesConnections: true)),
        ([.init(.any, 7860, waiting: 1)], .itsPort(takesConnections: false)),
        ([.init(.loopback, 7860), .init(.other, 7860)], .itsPort(takesConnections: true)),
        ([.init(.any, 7860), .init(.any, 9090)], .itsPort(takesConnections: true)),
        ([.init(.loopback, 7860)], .loopbackOnly(7860, .v4)),
        ([.init(.loopback, 7860, .v6)], .loopbackOnly(7860, .v6)),
        ([.init(.loopback, 7860, .v6), .init(.loopback, 7860)], .loopbackOnly(7860, .v4)),
        ([.init(.loopback, 7860), .init(.any, 8080)], .loopbackOnly(7860, .v4)),
        ([.init(.loopback, 8080)], .loopbackOnly(8080, .v4)),
        ([.init(.any, 8080)], .otherPorts([8080])),
        ([.init(.any, 8080), .init(.any, 8080, .v6)], .otherPorts([8080])),
        ([.init(.any, 9090), .init(.other, 8080), .init(.loopback, 6379)], .otherPorts([8080, 9090])),
        ([.init(.any, 41234)], .nowhere),
        ([.init(.loopback, 41234), .init(.any, 8080)], .otherPorts([8080])),
    ]

    @Test(arguments: others) func comparesWithThePortOfTheForm(_ sockets: [ListeningSocket], _ place: ListeningPlace)
        throws
    {
        #expect(ListeningPlace(of: sockets, port: try ContainerPort(7860)) == place)
    }

    @Test func aRandomPortInTheFormIsTaken() throws {
        let place = ListeningPlace(of: [.init(.any, 50_000)], port: try ContainerPort(50_000))
        #expect(place == .itsPort(takesConnections: true))
    }
}
