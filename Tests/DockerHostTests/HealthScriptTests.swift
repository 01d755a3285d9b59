import Foundation
import Model
import Testing

@testable import DockerHost

/// The script as the image's Python runs it, against servers that answer in each way.
@Suite(.serialized, .timeLimit(.minutes(3))) struct HealthScriptTests {
    /// Statements for each connection `c` that has sent its request.
    private static func status(_ code: Int) -> String {
        #"c.sendall(b"HTTP/1.1 \#(code) X\r\nContent-Length: 0\r\n\r\n")"#
    }

    private static let answers: [(server: String, exit: Int32, output: String)] = [
        (status(200), 0, ""), (status(401), 0, ""), (status(404), 0, ""), (status(501), 0, ""), (status(505), 0, ""),
        (status(500), 1, "responds with HTTP 500"), (status(502), 1, "responds with HTTP 502"),
        (status(503), 1, "responds with HTTP 503"), (status(504), 1, "responds with HTTP 504"),
        (#"c.sendall(b"-ERR unknown command\r\n")"#, 1, HealthProbe.speaksNoHTTP),
        ("pass", 1, HealthProbe.speaksNoHTTP),
        // Its first page alone fails without an answer.
        ("request.startswith(b\"GET / \") or " + status(404), 0, ""),
        (#"c.sendall(b"\x15\x03\x01\x00\x02\x02F")"#, 1, HealthProbe.speaksHTTPS),
        (#"c.sendall(b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 200 + b"\r\n")"#, 0, ""),
    ]

    @Test(arguments: answers) func eachAnswerIsJudged(_ server: String, exit: Int32, output: String) async throws {
        let program = """
            import socket, subprocess, sys, threading
            s = socket.create_server(("", 0))
            def serve():
                while True:
                    c, _ = s.accept()
                    with c:
                        request = c.recv(65536)
                        \(server)
            threading.Thread(target=serve, daemon=True).start()
            port = str(s.getsockname()[1])
            sys.exit(subprocess.run([sys.executable, "-I", "-S", "-c", sys.argv[1], port]).returncode)
            """
        let check = Process()
        check.executableURL = URL(filePath: "/usr/bin/python3")
        check.arguments = ["-c", program, HealthScript.text]
        let pipe = Pipe()
        check.standardOutput = pipe
        check.standardError = pipe
        try await check.runToItsEnd()
        try pipe.fileHandleForWriting.close()
        let said = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        #expect(said.trimmingCharacters(in: .newlines) == output)
        #expect(check.terminationStatus == exit)
    }
}

extension Process {
    /// Blocks no thread of the tests meanwhile.
    /// - Parameter started: runs beside the process.
    func runToItsEnd(_ started: (Process) async throws -> Void = { _ in }) async throws {
        let (ends, end) = AsyncStream.makeStream(of: Void.self)
        terminationHandler = { _ in end.finish() }
        try run()
        try await started(self)
        for await _ in ends {}
    }
}
