/// A TCP socket that listens in a container's network, as the kernel lists it (proc(5), `/proc/<pid>/net/tcp`).
package struct ListeningSocket: Hashable, Sendable {
    package enum Address: Hashable, Sendable {
        /// All addresses of the container.
        case any
        /// 127.0.0.0/8 or ::1, which nothing outside the container reaches.
        case loopback
        /// A single address, such as the container's own.
        case other
    }

    package enum Family: Hashable, Sendable {
        case v4, v6

        /// The loopback address.
        var loopback: String { self == .v4 ? "127.0.0.1" : "::1" }
    }

    package let address: Address
    package let port: UInt16
    package let family: Family
    /// Connections that the program has not accepted yet.
    package let waiting: Int

    package init(_ address: Address, _ port: UInt16, _ family: Family = .v4, waiting: Int = 0) {
        self.address = address
        self.port = port
        self.family = family
        self.waiting = waiting
    }

    package var isReachable: Bool { address != .loopback }
}

extension ListeningSocket {
    /// The kernel's TCP_LISTEN.
    private static let listening: Substring = "0A"
    /// Docker's name server in the networks of Compose projects: 127.0.0.11, a random port.
    private static let nameServer: UInt32 = 0x7f00_000b

    /// - Parameter table: content of `net/tcp` or `net/tcp6`, where listening sockets come first.
    package static func all(in table: String, _ family: Family) -> [ListeningSocket] {
        table.split(separator: "\n").compactMap { line in
            let fields = line.split(separator: " ")
            guard fields.count > 4, fields[3] == listening else { return nil }
            let local = fields[1].split(separator: ":")
            guard local.count == 2, let port = UInt16(local[1], radix: 16), let address = address(local[0]) else {
                return nil
            }
            let waiting = fields[4].split(separator: ":").last.flatMap { Int($0, radix: 16) }
            return ListeningSocket(address, port, family, waiting: waiting ?? 0)
        }
    }

    /// - Parameter digits: words of 32 bits, each printed as the machine stores it.
    /// - Returns: nil for Docker's name server, and for anything but one word or four.
    private static func address(_ digits: Substring) -> Address? {
        guard digits.utf8.count == 8 || digits.utf8.count == 32 else { return nil }
        var words: [UInt32] = []
        var rest = digits
        while !rest.isEmpty {
            guard let word = UInt32(rest.prefix(8), radix: 16) else { return nil }
            words.append(UInt32(bigEndian: word))
            rest = rest.dropFirst(8)
        }
        switch words {
        case [nameServer]: return nil
        case [0], [0, 0, 0, 0], [0, 0, 0xffff, 0]: return .any
        case [0, 0, 0, 1]: return .loopback
        default:
            let isIPv4 = words.count == 1 || words.starts(with: [0, 0, 0xffff])
            return isIPv4 && words.last.map { $0 >> 24 == 127 } == true ? .loopback : .other
        }
    }
}
