import Model
import Platform
import Foundation
import Glibc
import Synchronization
import Testing

@testable import Processes

/// Runs real programs.
@Suite(.timeLimit(.minutes(2))) struct CommandTests {
    static func shell(_ script: String) -> Command { Command("/bin/sh", ["-c", script]) }

    private func lines(_ command: Command) async throws -> [String] {
        var lines: [String] = []
        _ = try await command.run { lines.append($0) }
        return lines
    }

    @Test(arguments: [("exit 0", TerminationStatus.exited(0)), ("exit 7", .exited(7)), ("kill -9 $$", .signalled(9))])
    func howItEndsIsAResult(_ script: String, _ status: TerminationStatus) async throws {
        #expect(try await Self.shell(script).run { _ in } == status)
    }

    @Test func bothOutputsArriveAsLinesInTheirOrder() async throws {
        #expect(try await lines(Self.shell("echo one; echo two >&2; printf three")) == ["one", "two", "three"])
    }

    @Test func bothOutputsAreKeptApartUpToTheirLimits() async throws {
        let done = try await Self.shell("yes | head -c 200000; yes no | head -c 200000 >&2; exit 3")
            .capture(atMost: 4, errors: 6)
        #expect((done.status, done.output, done.errors) == (.exited(3), "y\ny\n", "no\nno\n"))
    }

    @Test func aLongLineArrivesInPiecesAndNothingIsLost() async throws {
        let size = 3 * LineSplitter.longest + 7
        let lines = try await lines(Self.shell("head -c \(size) /dev/zero | tr '\\0' x; echo; echo end"))
        #expect(lines.dropLast().map(\.utf8.count).reduce(0, +) == size && lines.last == "end")
        #expect(lines.dropLast().allSatisfy { $0.utf8.count < LineSplitter.longest + (64 << 10) })
    }

    @Test func bytesThatAreNoTextAreReplaced() async throws {
        #expect(try await lines(Self.shell(#"printf 'a\377b\n'"#)) == ["a\u{FFFD}b"])
    }

    @Test func aSlowReaderKeepsTheProgramWaiting() async throws {
        var count = 0
        let status = try await Self.shell("seq 200000").run { _ in
            count += 1
            if count == 1 { usleep(100_000) }
        }
        #expect(status.isSuccess && count == 200_000)
    }

    @Test func inputMayBeLeftUnread() async throws {
        var command = Self.shell("exec <&-; exit 0")
        command.input = .bytes(Array(repeating: 7, count: 4 << 20))
        #expect(try await command.run { _ in }.isSuccess)
        command = Command("/bin/cat", [])
        command.input = .bytes(Array("hello\n".utf8))
        #expect(try await lines(command) == ["hello"])
    }

    @Test func twoProgramsShareAPipe() async throws {
        let (reading, writing) = try Descriptor.pipe()
        async let wrote = Self.shell("seq 50000; echo said >&2").write(to: writing, errors: 100)
        var sum = Command("/usr/bin/wc", ["-l"])
        sum.input = .descriptor(reading)
        #expect(try await lines(sum) == ["50000"])
        #expect(try await wrote.errors == "said\n")
    }

    @Test func aWriterWhoseReaderHasEndedGetsSIGPIPE() async throws {
        let (reading, writing) = try Descriptor.pipe()
        async let wrote = Command("/usr/bin/yes", []).write(to: writing, errors: 100)
        var reader = Command("/bin/true", [])
        reader.input = .descriptor(reading)
        #expect(try await reader.run { _ in }.isSuccess)
        #expect(try await wrote.status == .signalled(SIGPIPE))
    }

    @Test func aChildHasNothingButWhatItIsGiven() async throws {
        let own = open("/dev/null", O_RDONLY)
        defer { close(own) }
        var command = Command("/bin/sh", ["-c", "ls /proc/self/fd | wc -w; pwd; env | grep -c SECRET"])
        command.environment = ["PATH": "/usr/bin:/bin"]
        command.folder = "/usr/lib"
        // Its standard streams, and the folder that ls reads.
        #expect(try await lines(command) == ["4", "/usr/lib", "0"])
    }

    @Test func aChildHasItsOwnSessionAndNoSignalIsIgnoredOrBlocked() async throws {
        let lines = try await lines(
            Self.shell(
                "[ $(ps -o sid= -p $$) -eq $$ ] && echo own; sed -n 's/Sig[BI][lg][kn]:.//p' /proc/self/status"))
        // From 32 on they are the C library's own.
        #expect(lines[0] == "own" && lines.count == 3)
        #expect(lines.dropFirst().allSatisfy { UInt64($0, radix: 16).map { $0 & 0x7fff_ffff } == 0 })
    }

    @Test func aChildMayBeNicer() async throws {
        var command = Self.shell("ps -o ni= -p $$")
        let before = try #require(Int(try await lines(command)[0].trimmingCharacters(in: .whitespaces)))
        command.niceness = 3
        #expect(Int(try await lines(command)[0].trimmingCharacters(in: .whitespaces)) == min(19, before + 3))
    }

    @Test func aGrandchildThatKeepsThePipeOpenKeepsNobodyWaiting() async throws {
        let began = ContinuousClock.now
        #expect(try await lines(Self.shell("setsid sleep 300 & echo done")) == ["done"])
        #expect(ContinuousClock.now - began < .seconds(100))
    }

    @Test func aGrandchildThatWritesForEverKeepsNobodyWaiting() async throws {
        // Without an end to the reading, the suite's time limit ends it.
        let said = try await lines(Self.shell("setsid yes & sleep 0.1; echo done"))
        #expect(said.contains("done"))
    }

    @Test func aThrowingReaderEndsTheProgram() async throws {
        struct Enough: Error {}
        await #expect(throws: Enough.self) { try await Command("/usr/bin/yes", []).run { _ in throw Enough() } }
    }

    // MARK: - Ending

    /// Runs a shell until it has said "ready", cancels it, and returns its group's processes that still run.
    private func leftOfCancelled(_ script: String, _ ending: Command.Ending) async throws -> String {
        let group = Mutex("")
        let (ready, isReady) = AsyncStream<Void>.makeStream()
        var command = Self.shell("echo $$; \(script)")
        command.ending = ending
        let run = Task { [command] in
            try await command.run { line in
                if line == "ready" { isReady.finish() } else { group.withLock { if $0.isEmpty { $0 = line } } }
            }
        }
        for await _ in ready {}
        run.cancel()
        await #expect(throws: CancellationError.self) { try await run.value }
        return try await Command("/usr/bin/pgrep", ["-r", "R,S,D,T", "-g", group.withLock { $0 }]).capture(
            atMost: 1000, errors: 0
        )
        .output
    }

    @Test func aChildThatIgnoresSIGTERMIsKilledWithWhatItStarted() async throws {
        let script = "trap '' TERM; sleep 100 & echo ready; while :; do sleep 100; done"
        let began = ContinuousClock.now
        #expect(try await leftOfCancelled(script, .afterAsking(.milliseconds(300))).isEmpty)
        #expect(ContinuousClock.now - began >= .milliseconds(300))
    }

    @Test func aChildThatCleansUpOnSIGTERMHasTheTimeForIt() async throws {
        let mark = NSTemporaryDirectory() + UUID().uuidString
        defer { unlink(mark) }
        let script = "trap 'sleep 0.2; touch \(mark); exit' TERM; echo ready; while :; do sleep 0.05; done"
        #expect(try await leftOfCancelled(script, .afterAsking(.seconds(60))).isEmpty)
        #expect(FileManager.default.fileExists(atPath: mark))
    }

    @Test func aChildMayBeAskedAloneSoThatItEndsItsOwn() async throws {
        let mark = NSTemporaryDirectory() + UUID().uuidString
        defer { unlink(mark) }
        let own = "trap \"echo too\" TERM; echo ready; until [ -e \(mark) ]; do sleep 0.05; done"
        var command = Self.shell("trap 'echo asked; touch \(mark); exit 0' TERM; sh -c '\(own)' & wait")
        command.ending = .afterAskingItAlone(.seconds(30))
        let (ready, isReady) = AsyncStream<Void>.makeStream()
        let said = Mutex<[String]>([])
        let run = Task { [command] in
            try await command.run { line in
                said.withLock { $0.append(line) }
                if line == "ready" { isReady.finish() }
            }
        }
        for await _ in ready {}
        run.cancel()
        _ = await run.result
        #expect(said.withLock { $0 } == ["ready", "asked"])
    }

    @Test func aProgramThatTakesTooLongIsEnded() async throws {
        var command = Self.shell("sleep 100")
        command.limit = .milliseconds(100)
        await #expect(throws: TimeLimitReached.self) { try await command.run { _ in } }
        command.limit = .seconds(60)
        command.arguments = ["-c", "exit 4"]
        #expect(try await command.run { _ in } == .exited(4))
    }

    @Test func cancellationAtAnyMomentOfTheLaunchLeavesNothing() async throws {
        for pause in 0..<60 {
            let run = Task { try await Command("/usr/bin/yes", ["dcc-cancelled"]).run { _ in } }
            try await Task.sleep(for: .microseconds(pause * 100))
            run.cancel()
            await #expect(throws: CancellationError.self) { try await run.value }
        }
        let left = try await Command("/usr/bin/pgrep", ["-f", "^/usr/bin/yes dcc-cancelled"]).capture(
            atMost: 1000, errors: 0)
        #expect(left.output.isEmpty)
    }

    @Test func aChildThatTheKernelHoldsIsLeftBehindAndReapedLater() async throws {
        let leftBehind = LeftBehind()
        var command = Self.shell("exec sleep 1000")
        command.ending = .atOnce
        command.leftBehind = leftBehind
        let child = try Spawn(command: command, output: .pipe, errors: .output, kill: { _, _ in })()
        child.end()
        #expect(await child.output?.next() == nil)
        await child.untilEnded()
        #expect(child.reap() == nil && !leftBehind.isEmpty)
        kill(child.pid, SIGKILL)
        while !leftBehind.isEmpty { try await Task.sleep(for: .milliseconds(5)) }
        #expect(waitpid(child.pid, nil, WNOHANG) == -1 && errno == ECHILD)
    }

    @Test func manyAtOnceNeedNoThreadEach() async throws {
        let began = ContinuousClock.now
        try await withThrowingTaskGroup(of: TerminationStatus.self) { group in
            for _ in 1...150 { group.addTask { try await Self.shell("sleep 1; echo x").run { _ in } } }
            for try await status in group { #expect(status.isSuccess) }
        }
        #expect(ContinuousClock.now - began < .seconds(60))
    }
}
