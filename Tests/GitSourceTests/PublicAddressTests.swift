import Testing

@testable import GitSource

@Suite struct PublicAddressTests {
    @Test(arguments: ["8.8.8.8", "140.82.112.3", "172.32.0.1", "100.128.0.1", "1.1.1.1"])
    func isPublic(_ text: String) { #expect(PublicAddress.isPublic(v4: number(text))) }

    @Test(arguments: [
        "0.0.0.0", "10.1.2.3", "100.64.0.1", "100.100.100.200", "127.0.0.1", "169.254.169.254", "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1", "192.0.0.1", "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1",
        "255.255.255.255",
    ])
    func isNotPublic(_ text: String) { #expect(!PublicAddress.isPublic(v4: number(text))) }

    @Test func globalUnicastIsPublic() {
        #expect(PublicAddress.isPublic(v6: address([0x26, 0x06, 0x50, 0xc0])))
        #expect(PublicAddress.isPublic(v6: address([0x20, 0x01, 0x48, 0x60])))
    }

    @Test(
        arguments: [
            [0x00], [0xfe, 0x80], [0xfc, 0x00], [0xfd, 0x12], [0xff, 0x02], [0x20, 0x02, 0x7f, 0x00],
            [0x20, 0x01, 0x0d, 0xb8],
            [0x20, 0x01, 0x00, 0x00], [0x00, 0x64, 0xff, 0x9b], [0x3f, 0xff],
        ] as [[UInt8]])
    func everythingElseIsNot(_ prefix: [UInt8]) { #expect(!PublicAddress.isPublic(v6: address(prefix))) }

    @Test func aMappedAddressIsNot() {
        var mapped = address([])
        mapped.replaceSubrange(10..., with: [0xff, 0xff, 169, 254, 169, 254])
        #expect(!PublicAddress.isPublic(v6: mapped))
    }

    private func number(_ text: String) -> UInt32 { text.split(separator: ".").reduce(0) { $0 << 8 | UInt32($1)! } }
    private func address(_ prefix: [UInt8]) -> [UInt8] { prefix + [UInt8](repeating: 0, count: 16 - prefix.count) }
}
