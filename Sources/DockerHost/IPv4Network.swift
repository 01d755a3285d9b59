import Glibc

/// A network in CIDR notation, formatted as iptables lists it: `10.1.0.0/16`, `10.1.2.3/32`.
package struct IPv4Network: Hashable, Sendable, CustomStringConvertible {
    /// Link-local range (RFC 3927), where most clouds serve instance metadata with credentials.
    package static let linkLocal = IPv4Network("169.254.0.0/16")!
    /// Metadata addresses outside the link-local range: Azure, Alibaba Cloud, Oracle Cloud.
    static let metadata = ["168.63.129.16", "100.100.100.200", "192.0.0.192"].compactMap { IPv4Network($0) }

    /// The first address, in host byte order.
    let first: UInt32
    /// Length of the prefix in bits.
    let length: Int

    /// - Parameter text: an address with an optional prefix length; host bits are cleared.
    package init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        var address = in_addr()
        guard let length = parts.count == 2 ? UInt8(parts[1]) : 32, length <= 32,
            inet_pton(AF_INET, String(parts[0]), &address) == 1
        else { return nil }
        self.init(first: UInt32(bigEndian: address.s_addr) & Self.mask(Int(length)), length: Int(length))
    }

    init(first: UInt32, length: Int) {
        self.first = first
        self.length = length
    }

    package var description: String {
        let bytes = stride(from: 24, through: 0, by: -8).map { String(first >> UInt32($0) & 0xff) }
        return "\(bytes.joined(separator: "."))/\(length)"
    }

    func contains(_ other: IPv4Network) -> Bool {
        length <= other.length && other.first & Self.mask(length) == first
    }

    func overlaps(_ other: IPv4Network) -> Bool { contains(other) || other.contains(self) }

    private static func mask(_ length: Int) -> UInt32 { length == 0 ? 0 : UInt32.max << UInt32(32 - length) }
}
