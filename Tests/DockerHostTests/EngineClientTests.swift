import Dispatch
import Ports
import Glibc
import Testing

@testable import DockerHost

@Suite(.timeLimit(.minutes(1))) struct EngineClientTests {
    /// No libcurl sentence about a host named "docker" reaches a user.
    @Test func anAbsentEngineIsNamedByItsSocket() {
        #expect(throws: ContainerHostUnreachable(reason: "nothing answers at /nowhere/docker.sock")) {
            try EngineClient(socket: "/nowhere/docker.sock").get("/version")
        }
    }

    @Test func anEngineThatHangsUpIsSaidToHaveDoneSo() throws {
        let path = "/tmp/dcc-engine-\(getpid()).sock"
        let listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        defer {
            close(listener)
            unlink(path)
        }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let bound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        try #require(bound == 0 && listen(listener, 1) == 0)
        DispatchQueue.global().async { close(accept(listener, nil, nil)) }
        #expect(throws: ContainerHostUnreachable(reason: "the connection ended before the answer")) {
            try EngineClient(socket: path).get("/version")
        }
    }
}
