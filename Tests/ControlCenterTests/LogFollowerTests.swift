import LiveState
import Model
import Operations
import Ports
import AppHarness
import Foundation
import Testing

@Suite struct LogFollowerTests {
    private let house: AppHarness
    private let app: AppName
    private let container = ContainerObservation(id: ContainerID("c"), condition: .healthy, address: "10.208.0.2")

    init() throws {
        house = try AppHarness()
        app = try AppName("demo")
    }

    /// Follows a container that has written these lines.
    private func follow(_ output: [(text: String, time: Date)]) {
        house.host.set(output: output.map { ContainerLine(time: $0.time, text: $0.text) })
        LogFollower(host: house.host, logs: house.logs).follow(container, of: app)
    }

    private func at(_ seconds: Double) -> Date { Date(timeIntervalSince1970: 1_790_000_000 + seconds) }

    private func line(_ text: String, _ seconds: Double, _ source: LogLine.Source = .app) -> LogLine {
        LogLine(sequence: 0, time: at(seconds), source: source, text: text)
    }

    private var texts: [String] { house.logs.tail(of: app).map(\.text) }

    @Test func whatAnEarlierRunKeptIsNotToldTwice() {
        let kept = [line("Starting", 0, .deploy), line("one", 1.25), line("two", 2.5), line("Failed", 3, .deploy)]
        house.logs.restore(kept, of: app)
        follow([("one", at(1.25)), ("two", at(2.5)), ("three", at(4))])
        #expect(texts == ["Starting", "one", "two", "Failed", "three"])
    }

    @Test func theProbesLinesStayOut() {
        let probe = #"INFO:     10.208.0.2:41234 - "GET / HTTP/1.1" 200 OK"#
        let visit = #"INFO:     192.0.2.7:0 - "GET / HTTP/1.1" 200 OK"#
        follow([(probe, at(1)), (visit, at(2)), (probe, at(3))])
        #expect(texts == [visit])
    }
}

@Suite struct KeptLinesTests {
    private func line(_ text: String, _ seconds: Double, _ source: LogLine.Source) -> LogLine {
        LogLine(sequence: 0, time: Date(timeIntervalSince1970: seconds), source: source, text: text)
    }

    private func deployment(_ outcome: Deployment.Outcome?, _ run: Run? = nil) -> Deployment {
        Deployment(
            id: 1, appID: 1, reason: .onboard, requestedBy: "alice", startedAt: .now, outcome: outcome, run: run)
    }

    @Test func whatAContainerWroteThatEndedIsShownInItsPlace() {
        let (started, crash) = (line("Starting", 0, .deploy), line("Traceback", 1, .app))
        let (failed, last) = (line("Failed", 2, .deploy), line("last words", 9, .app))
        let kept = KeptLines(deployment: [started, crash, failed], run: [])
        #expect(kept.shown(of: deployment(.failed)) == [started, crash, failed])
        #expect(kept.shown(of: deployment(.succeeded)) == [started, failed], "Docker tells what a running one wrote")
        let ended = Run(.exited, exitCode: 3, endedAt: .now)
        #expect(
            KeptLines(deployment: [started, crash, failed], run: [crash, last])
                .shown(of: deployment(.succeeded, ended)) == [started, crash, failed, last])
    }
}
