import Glibc

/// Distinguishes public IP addresses, reachable over the internet, from those that a server-side request must never reach
/// (IANA's special-purpose registries, RFC 6890).
enum PublicAddress {
    /// - Parameter address: a `sockaddr` of this family.
    static func isPublic(_ address: UnsafeRawPointer, family: Int32) -> Bool {
        switch family {
        case AF_INET: isPublic(v4: UInt32(bigEndian: address.loadUnaligned(fromByteOffset: 4, as: UInt32.self)))
        case AF_INET6: isPublic(v6: Array(UnsafeRawBufferPointer(start: address + 8, count: 16)))
        default: false
        }
    }

    static func isPublic(v4 address: UInt32) -> Bool {
        !reserved4.contains { block in address >> (32 - block.length) == block.prefix >> (32 - block.length) }
    }

    /// - Parameter address: 16 bytes in network order.
    static func isPublic(v6 address: [UInt8]) -> Bool {
        let starts = { (prefix: [UInt8]) in address.starts(with: prefix) }
        // Only 2000::/3 is global unicast. Within it, Teredo, documentation and 6to4 ranges embed or hide other
        // addresses.
        guard address[0] & 0xe0 == 0x20 else { return false }
        return !starts([0x20, 0x01, 0x00]) && !starts([0x20, 0x01, 0x01]) && !starts([0x20, 0x01, 0x0d, 0xb8])
            && !starts([0x20, 0x02])
            && !starts([0x3f, 0xff])
    }

    private static let reserved4: [(prefix: UInt32, length: UInt32)] = [
        (0x0000_0000, 8), (0x0a00_0000, 8), (0x6440_0000, 10), (0x7f00_0000, 8), (0xa9fe_0000, 16),
        (0xac10_0000, 12), (0xc000_0000, 24), (0xc000_0200, 24), (0xc058_6300, 24), (0xc0a8_0000, 16),
        (0xc612_0000, 15), (0xc633_6400, 24), (0xcb00_7100, 24), (0xe000_0000, 4), (0xf000_0000, 4),
    ]
}
