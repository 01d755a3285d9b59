import Foundation
import Glibc
import HTTPTypes
import Synchronization
import Testing

@testable import FastCGI

/// Runs libfcgi on a real socket, with a client that writes FastCGI records by hand.
@Suite(.serialized, .timeLimit(.minutes(1))) struct FastCGIServerTests {
    private let path = NSTemporaryDirectory() + "dcc-fcgi-\(UUID().uuidString.prefix(8)).sock"

    private func serve(_ handler: @escaping FastCGIServer.Handler) throws {
        try FastCGIServer(socket: try FastCGISocket(path: path, group: nil), bodyLimit: 100, handler: handler).start()
    }

    private func answer(_ exchange: FastCGIExchange, _ text: String) {
        exchange.respond(HTTPResponse(status: .ok), Array(text.utf8))
    }

    @Test func whatNginxSaysReachesTheHandler() async throws {
        try serve { exchange in
            let request = exchange.request
            let fields = request.head.headerFields
            answer(
                exchange,
                "\(request.head.method) \(request.head.path ?? "") \(request.user ?? "nobody") \(request.address) "
                    + "\(fields[.contentType] ?? "") \(String(decoding: request.body ?? [], as: UTF8.self))")
        }
        let client = try FastCGIClient(path)
        client.send(
            [
                "REQUEST_METHOD": "POST", "SCRIPT_NAME": "/api/apps", "QUERY_STRING": "a=1", "REMOTE_USER": "alice",
                "REMOTE_ADDR": "192.0.2.1", "CONTENT_TYPE": "application/json", "CONTENT_LENGTH": "2",
            ], body: "{}")
        #expect(client.readAll().contains("POST /api/apps?a=1 alice 192.0.2.1 application/json {}"))
    }

    @Test func anEmptyUserIsNobody() async throws {
        try serve { exchange in answer(exchange, exchange.request.user ?? "nobody") }
        let client = try FastCGIClient(path)
        client.send(["REQUEST_METHOD": "GET", "SCRIPT_NAME": "/", "REMOTE_USER": ""])
        #expect(client.readAll().contains("nobody"))
    }

    @Test func aLongBodyIsMarkedNotRead() async throws {
        try serve { exchange in answer(exchange, exchange.request.body == nil ? "too long" : "read") }
        let client = try FastCGIClient(path)
        client.send(
            ["REQUEST_METHOD": "POST", "SCRIPT_NAME": "/", "CONTENT_LENGTH": "200"],
            body: String(repeating: "x", count: 200))
        #expect(client.readAll().contains("too long"))
    }

    @Test func peersThatReadNothingHoldNobodyUp() async throws {
        let long = String(repeating: "x", count: 1 << 19)
        try serve { exchange in answer(exchange, exchange.request.head.path == "/long" ? long : "at once") }
        let began = ContinuousClock.now
        let slow = try (1...6).map { _ in try FastCGIClient(path) }
        for client in slow { client.send(["REQUEST_METHOD": "GET", "SCRIPT_NAME": "/long"]) }
        let quick = try FastCGIClient(path)
        quick.send(["REQUEST_METHOD": "GET", "SCRIPT_NAME": "/"])
        #expect(quick.readAll().contains("at once"))
        for client in slow {
            let answer = client.readAll()
            // Only a peer that reads nothing for ten seconds is given up, with the beginning of its answer.
            let mayBeGivenUp = began.duration(to: .now) >= .seconds(10)
            #expect(answer.utf8.count > long.utf8.count || mayBeGivenUp && answer.contains(long.prefix(4096)))
        }
    }

    @Test func aParkedRequestIsAnsweredLaterWhileOthersPass() async throws {
        let parked = Mutex<FastCGIExchange?>(nil)
        try serve { exchange in
            if exchange.request.head.path == "/park" {
                parked.withLock { $0 = exchange }
                exchange.park {}
            } else {
                answer(exchange, "at once")
            }
        }
        let waiting = try FastCGIClient(path)
        waiting.send(["REQUEST_METHOD": "GET", "SCRIPT_NAME": "/park"])
        while parked.withLock({ $0 == nil }) { try await Task.sleep(for: .milliseconds(2)) }
        for _ in 1...20 {
            let other = try FastCGIClient(path)
            other.send(["REQUEST_METHOD": "GET", "SCRIPT_NAME": "/"])
            #expect(other.readAll().contains("at once"))
        }
        answer(try #require(parked.withLock { $0.take() }), "later")
        #expect(waiting.readAll().contains("later"))
    }

    @Test(.timeLimit(.minutes(1))) func aClientThatLeavesIsNoticed() async throws {
        let left = Mutex(false)
        let parked = Mutex(false)
        // Only the server itself holds a reference to the exchange.
        try serve { exchange in
            exchange.park { left.withLock { $0 = true } }
            parked.withLock { $0 = true }
        }
        do {
            let client = try FastCGIClient(path)
            client.send(["REQUEST_METHOD": "GET", "SCRIPT_NAME": "/park"])
            while !parked.withLock({ $0 }) { try await Task.sleep(for: .milliseconds(2)) }
        }
        while !left.withLock({ $0 }) { try await Task.sleep(for: .milliseconds(2)) }
    }

    @Test func anAnswerThatComesTooLateGoesNowhere() async throws {
        let kept = Mutex<FastCGIExchange?>(nil)
        let left = Mutex(false)
        try serve { exchange in
            kept.withLock { $0 = exchange }
            exchange.park { left.withLock { $0 = true } }
        }
        do {
            let client = try FastCGIClient(path)
            client.send(["REQUEST_METHOD": "GET", "SCRIPT_NAME": "/park"])
            while kept.withLock({ $0 == nil }) { try await Task.sleep(for: .milliseconds(2)) }
        }
        while !left.withLock({ $0 }) { try await Task.sleep(for: .milliseconds(2)) }
        answer(try #require(kept.withLock { $0.take() }), "too late")
        FastCGIServer.drain()
        let other = try FastCGIClient(path)
        other.send(["REQUEST_METHOD": "GET", "SCRIPT_NAME": "/park"])
        while kept.withLock({ $0 == nil }) { try await Task.sleep(for: .milliseconds(2)) }
        answer(try #require(kept.withLock { $0.take() }), "still here")
        #expect(other.readAll().contains("still here"))
    }
}

@Suite(.serialized, .timeLimit(.minutes(1))) struct FastCGIProbeTests {
    private let path = NSTemporaryDirectory() + "dcc-probe-\(UUID().uuidString.prefix(8)).sock"

    private func serve(_ handler: @escaping FastCGIServer.Handler) throws -> FastCGIProbe {
        let socket = try FastCGISocket(path: path, group: nil)
        try FastCGIServer(socket: socket, bodyLimit: 100, handler: handler).start()
        return FastCGIProbe(socket, path: "/healthz", timeout: 1)
    }

    @Test func aServerThatAnswersIsAlive() async throws {
        let paths = Mutex<[String]>([])
        let probe = try serve { exchange in
            paths.withLock { $0.append(exchange.request.head.path ?? "") }
            exchange.respond(HTTPResponse(status: .serviceUnavailable), Array("busy".utf8))
        }
        await withCheckedContinuation { continuation in probe.whenAnswered { continuation.resume() } }
        #expect(paths.withLock { $0 } == ["/healthz"])
    }

    @Test func itIsAskedAgainUntilItAnswers() async throws {
        let asked = Mutex(0)
        let kept = Mutex<[FastCGIExchange]>([])
        let probe = try serve { exchange in
            let isFirst = asked.withLock { count in
                count += 1
                return count == 1
            }
            if isFirst {
                kept.withLock { $0.append(exchange) }
                exchange.park {}
            } else {
                exchange.respond(HTTPResponse(status: .ok), [])
            }
        }
        await withCheckedContinuation { continuation in probe.whenAnswered { continuation.resume() } }
        #expect(asked.withLock { $0 } == 2)
    }

    @Test func aSocketThatNobodyAcceptsOnIsNotAlive() throws {
        let socket = try FastCGISocket(path: path, group: nil)
        let probe = FastCGIProbe(socket, path: "/healthz", timeout: 1)
        #expect(!probe.isAnswered())
    }
}

@Suite struct FastCGISocketTests {
    private let path = NSTemporaryDirectory() + "dcc-sock-\(UUID().uuidString.prefix(8)).sock"

    @Test func isForItsOwnerAndGroupOnly() throws {
        _ = try FastCGISocket(path: path, group: nil)
        var status = stat()
        #expect(lstat(path, &status) == 0)
        #expect(status.st_mode & 0o777 == 0o660)
    }

    @Test func aSocketThatSomebodyListensOnIsNotTaken() throws {
        _ = try FastCGISocket(path: path, group: nil)
        #expect(throws: FastCGISocketError.self) { try FastCGISocket(path: path, group: nil) }
    }

    @Test func aSocketLeftBehindIsReplaced() throws {
        close(try FastCGISocket(path: path, group: nil).descriptor)
        _ = try FastCGISocket(path: path, group: nil)
    }

    @Test func aFolderThatIsNotThereIsNamed() {
        #expect(throws: FastCGISocketError.self) { try FastCGISocket(path: "/no/such/folder/x.sock", group: nil) }
        #expect(throws: FastCGISocketError.self) {
            try FastCGISocket(path: "/tmp/" + String(repeating: "x", count: 120), group: nil)
        }
    }

    /// The test takes systemd's role: it opens the socket and passes it on.
    @Test func aSocketThatWasHandedOverTakesRequests() throws {
        let opened = try FastCGISocket(path: path, group: nil)
        let server = try FastCGIServer(
            socket: try FastCGISocket(adopting: opened.descriptor, group: nil), bodyLimit: 100
        ) {
            $0.respond(HTTPResponse(status: .ok), Array("handed over".utf8))
        }
        server.start()
        let client = try FastCGIClient(path)
        client.send(["REQUEST_METHOD": "GET", "SCRIPT_NAME": "/"])
        #expect(client.readAll().contains("handed over"))
    }

    @Test(arguments: [
        (AF_UNIX, SOCK_STREAM, false), (AF_UNIX, SOCK_DGRAM, false), (AF_INET, SOCK_STREAM, true),
    ])
    func onlyAListeningUnixStreamSocketIsTakenOver(family: Int32, type: __socket_type, listens: Bool) {
        let other = socket(family, Int32(type.rawValue), 0)
        defer { close(other) }
        if listens { #expect(listen(other, 1) == 0) }
        #expect(throws: FastCGISocketError.self) { try FastCGISocket(adopting: other, group: nil) }
    }

    @Test func aFileIsNotTakenOver() {
        let file = open("/dev/null", O_RDONLY)
        defer { close(file) }
        #expect(throws: FastCGISocketError.self) { try FastCGISocket(adopting: file, group: nil) }
    }
}
