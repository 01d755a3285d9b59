import Glibc

/// A network in CIDR notation, formatted as iptables lists it: `10.1.0.0/16`, `10.1.2.3/32`.
package struct IPv4Network: Equatable, Sendable, CustomStringConvertible {
    /// Link-local range (RFC 3927), where most clouds serve instance metadata with credentials.
    package static let linkLocal = IPv4Network("169.254.0.0/16")!
    /// Metadata addresses outside the link-local range: Azure, Alibaba Cloud, Oracle Cloud.
    static let metadata = ["168.63.129.16", "100.100.100.200", "192.0.0.192"].compactMap { IPv4Network($0) }

    package let description: String

    /// - Parameter text: an address with an optional prefix length; host bits are cleared.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        var address = in_addr()
        guard let length = parts.count == 2 ? UInt32(parts[1]) : 32, length <= 32,
            inet_pton(AF_INET, String(parts[0]), &address) == 1
        else { return nil }
        let mask = length == 0 ? 0 : UInt32.max << (32 - length)
        let bits = UInt32(bigEndian: address.s_addr) & mask
        let bytes = stride(from: 24, through: 0, by: -8).map { String(bits >> UInt32($0) & 0xff) }
        description = "\(bytes.joined(separator: "."))/\(length)"
    }
}
