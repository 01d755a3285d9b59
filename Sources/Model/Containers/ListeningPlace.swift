/// Where an app listens, compared with the port in its settings.
enum ListeningPlace: Equatable, Sendable {
    /// Nowhere, or only on random ports, which programs take for their own processes.
    case nowhere
    /// On its port, where it can be reached.
    /// - Parameter takesConnections: false while one waits that the app has not accepted.
    case itsPort(takesConnections: Bool)
    /// Only inside the container; on its own port if it is among them.
    case loopbackOnly(UInt16, ListeningSocket.Family)
    /// On these ports instead of its own, in order.
    case otherPorts([UInt16])

    /// The range from which Linux takes random ports (`net.ipv4.ip_local_port_range`).
    private static let randomPorts: ClosedRange<UInt16> = 32768...60999

    init(of sockets: [ListeningSocket], port: ContainerPort) {
        let own = sockets.filter { $0.port == port.rawValue }
        let others = sockets.filter { !Self.randomPorts.contains($0.port) }
        let reachable = Set(others.filter(\.isReachable).map(\.port)).sorted()
        if own.contains(where: \.isReachable) {
            self = .itsPort(takesConnections: own.allSatisfy { $0.waiting == 0 })
        } else if let inside = own.first {
            // One for IPv4 is named first.
            self = .loopbackOnly(port.rawValue, own.first { $0.family == .v4 }?.family ?? inside.family)
        } else if !reachable.isEmpty {
            self = .otherPorts(reachable)
        } else if let inside = others.min(by: { $0.port < $1.port }) {
            self = .loopbackOnly(inside.port, inside.family)
        } else {
            self = .nowhere
        }
    }

    /// True if it is the same place, whatever waits there.
    func isSame(as other: ListeningPlace?) -> Bool {
        if case (.itsPort, .itsPort) = (self, other) { return true }
        return self == other
    }
}
