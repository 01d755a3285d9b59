@testable import Platform
import Glibc
import Testing

@Suite struct LoopbackPortTests {
    /// Listens on a port of 127.0.0.1 chosen by the kernel.
    private func listener() throws -> (descriptor: Int32, port: UInt16) {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = INADDR_LOOPBACK.bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        try withUnsafeMutablePointer(to: &address) { pointer in
            try pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                try #require(bind(descriptor, address, size) == 0 && listen(descriptor, 1) == 0)
                try #require(getsockname(descriptor, address, &size) == 0)
            }
        }
        return (descriptor, UInt16(bigEndian: address.sin_port))
    }

    @Test func isTakenWhileSomebodyListens() throws {
        let (descriptor, port) = try listener()
        #expect(!LoopbackPort.isFree(port))
        close(descriptor)
        #expect(LoopbackPort.isFree(port))
    }
}
