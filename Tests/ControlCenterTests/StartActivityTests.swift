@testable import Model
import Foundation
import Testing

@Suite struct StartActivityTests {
    private let start = ContinuousClock.now

    /// What a container shows in one second.
    private struct Second {
        var condition = ContainerObservation.Condition.starting
        var health = ""
        var sockets: [ListeningSocket]? = []
        /// Cores in use, bytes per second.
        var cores = 0.1
        var received = 0.0
        var growth = 0.0
        var line: String?
    }

    private func settings(
        command: String = "python app.py", port: Int? = 7860, environment: [EnvironmentVariable] = []
    ) throws -> AppSettings {
        AppSettings(
            repository: try RepositoryURL("https://github.com/owner/project"),
            startCommand: try StartCommand(command), port: try port.map { try ContainerPort($0) },
            environment: environment)
    }

    /// - Returns: the verdict of each second, up to the first that is final.
    private func verdicts(_ settings: AppSettings, _ seconds: [Second]) -> [StartActivity.Verdict] {
        watched(settings, seconds).verdicts
    }

    /// What is told at the time limit.
    private func timedOut(_ seconds: [Second]) throws -> StepFailure {
        let (verdicts, activity) = watched(try settings(), seconds)
        #expect(verdicts.count == seconds.count, "it was given time")
        return activity.timedOut(after: .seconds(1800), at: start.advanced(by: .seconds(seconds.count)))
    }

    private func watched(
        _ settings: AppSettings, _ seconds: [Second]
    ) -> (verdicts: [StartActivity.Verdict], activity: StartActivity) {
        let old = LogLine(sequence: 7, time: .now, source: .app, text: "of an earlier run")
        var activity = StartActivity(settings, after: old, at: start)
        var (cpu, received, memory) = (Int64(0), Int64(0), Int64(0))
        var lines = [old]
        var verdicts: [StartActivity.Verdict] = []
        for (index, second) in seconds.enumerated() {
            cpu += Int64(second.cores * 1e9)
            received += Int64(second.received)
            memory += Int64(second.growth)
            if let line = second.line {
                lines.append(LogLine(sequence: 8 + lines.count, time: .now, source: .app, text: line))
            }
            let container = ContainerObservation(
                id: ContainerID("c"), condition: second.condition, healthOutput: second.health)
            let shown = second.sockets.map {
                ContainerActivity(listening: $0, cpu: cpu, memory: memory, received: received)
            }
            let verdict = activity.judge(
                .init(container: container, activity: shown, lines: lines), at: start.advanced(by: .seconds(index)))
            verdicts.append(verdict)
            guard case .starting = verdict else { break }
        }
        return (verdicts, activity)
    }

    private func repeated(_ second: Second, _ count: Int) -> [Second] { Array(repeating: second, count: count) }

    private func lastReport(_ seconds: [Second]) throws -> String? {
        guard case .starting(let report) = verdicts(try settings(), seconds).last else { return nil }
        return report
    }

    private func failureEnding(_ verdicts: [StartActivity.Verdict]) -> StepFailure? {
        guard case .failed(let failure) = verdicts.last else { return nil }
        return failure
    }

    // MARK: - Healthy

    @Test func whatDockerCallsHealthyIs() throws {
        #expect(verdicts(try settings(), [Second(), Second(condition: .healthy)]).last == .healthy(note: nil))
    }

    @Test func aSlowAnswerIsNoted() throws {
        let slow = Second(condition: .healthy, health: HealthProbe.slow)
        let note = "The app listens on port 7860 and takes connections but answers slowly."
        #expect(verdicts(try settings(), [slow]) == [.healthy(note: note)])
    }

    // MARK: - No port

    @Test(arguments: [
        "Listening at: unix:/tmp/app.sock (7)", "Uvicorn running on unix socket /tmp/app.sock (Press CTRL+C to quit)",
    ])
    func aUnixSocketIsTold(_ line: String) throws {
        let seconds = [Second(line: line)] + repeated(Second(), 20)
        let failure = try #require(
            failureEnding(verdicts(try settings(command: "gunicorn a:b --bind unix:/tmp/app.sock"), seconds)))
        #expect(failure.code == "listens_on_unix_socket")
        #expect(failure.lines == [line])
        #expect(failure.action == .changeStartCommand("gunicorn a:b --bind 0.0.0.0:7860"))
    }

    @Test func whoListensNowhereIsGivenTime() throws {
        #expect(failureEnding(verdicts(try settings(), [Second(line: "Loading")] + repeated(Second(), 600))) == nil)
    }

    @Test func anAppThatServesHTTPSItselfIsTold() throws {
        let second = Second(health: HealthProbe.speaksHTTPS, sockets: [.init(.any, 7860)])
        #expect(failureEnding(verdicts(try settings(), repeated(second, 20)))?.code == "serves_https")
    }

    @Test func anAppForIPv6AloneIsTold() throws {
        let second = Second(health: HealthProbe.notOnIPv4, sockets: [.init(.any, 7860, .v6)])
        let settings = try settings(command: "uvicorn main:app --host ::")
        let failure = try #require(failureEnding(verdicts(settings, repeated(second, 20))))
        #expect(failure.code == "listens_on_ipv6")
        #expect(failure.action == .changeStartCommand("uvicorn main:app --host 0.0.0.0"))
    }

    @Test func anAppThatSpeaksNoHTTPIsTold() throws {
        let second = Second(health: HealthProbe.speaksNoHTTP, sockets: [.init(.any, 7860)])
        #expect(failureEnding(verdicts(try settings(), repeated(second, 20)))?.code == "serves_no_http")
        let loading = Second(health: HealthProbe.speaksNoHTTP, sockets: [.init(.any, 7860)], cores: 1)
        #expect(failureEnding(verdicts(try settings(), repeated(loading, 600))) == nil)
    }

    // MARK: - Without a port

    @Test(arguments: [ContainerObservation.Condition.healthy, .starting])
    func anAppWithoutAPortRunsOnceItHasStayedUp(_ condition: ContainerObservation.Condition) throws {
        let seconds = repeated(Second(condition: condition, sockets: [.init(.any, 9090)]), 60)
        let verdicts = verdicts(try settings(port: nil), seconds)
        #expect(verdicts.last == .healthy(note: nil))
        #expect(verdicts.count == 6)
        #expect(verdicts[1] == .starting(report: "No log line yet"))
    }

    // MARK: - The time limit

    @Test func whatWasKnownIsToldAtTheTimeLimit() throws {
        let busy = { (sockets: [ListeningSocket], health: String) in
            repeated(Second(health: health, sockets: sockets, cores: 1, line: "x"), 60)
        }
        let own = ListeningSocket(.any, 7860)
        #expect(try timedOut(busy([.init(.any, 8080)], "")).code == "wrong_port")
        #expect(try timedOut(busy([.init(.loopback, 8080)], "")).code == "listens_on_loopback")
        #expect(try timedOut(busy([own], HealthProbe.speaksNoHTTP)).code == "serves_no_http")
        let unready = try timedOut(busy([own], "responds with HTTP 503"))
        #expect(unready.code == "health_timeout")
        #expect(unready.message.hasPrefix("The app was not ready after 1800 seconds. Responds with HTTP 503. Last log"))
        #expect(unready.lines == ["x", "x", "x"])
        let silent = try timedOut([Second(line: "Loading")] + repeated(Second(), 200))
        #expect(
            silent.message
                == "The app listened on no port within 1800 seconds. Last log line 3 min ago: Loading; idle.")
        #expect(silent.lines == ["Loading"])
    }

    @Test func withoutTheKernelsTablesTheHealthchecksReasonIsKept() throws {
        let unseen = Second(health: HealthProbe.notOnIPv4, sockets: nil)
        #expect(failureEnding(verdicts(try settings(), repeated(unseen, 20)))?.code == "listens_on_ipv6")
        let failing = try timedOut(repeated(Second(health: "responds with HTTP 500", sockets: nil), 60))
        #expect(failing.message.contains("Responds with HTTP 500"))
    }

    // MARK: - Another port

    @Test func anotherPortIsNamedWithinTwentySeconds() throws {
        let elsewhere = Second(sockets: [.init(.any, 8080)])
        let seconds = repeated(Second(cores: 1), 30) + [Second(line: "Serving on http://0.0.0.0:8080")]
        let verdicts = verdicts(try settings(), seconds + repeated(elsewhere, 100))
        let failure = try #require(failureEnding(verdicts))
        #expect(verdicts.count <= seconds.count + 20)
        #expect(failure.code == "wrong_port")
        #expect(failure.message == "The app listens on port 8080, but the form says 7860.")
        #expect(failure.action == .changePort(8080))
        #expect(failure.lines == ["Serving on http://0.0.0.0:8080"])
    }

    @Test func severalOtherPortsAreAllNamed() throws {
        let elsewhere = Second(sockets: [.init(.any, 9090), .init(.any, 8080), .init(.any, 40_000)])
        let failure = try #require(failureEnding(verdicts(try settings(), repeated(elsewhere, 20))))
        #expect(failure.message == "The app listens on ports 8080 and 9090, but the form says 7860.")
        #expect(failure.action == .changePort(8080))
    }

    @Test func anAppThatWorksIsGivenTime() throws {
        let metrics: [ListeningSocket] = [.init(.any, 9090)]
        for busy in [
            Second(sockets: metrics, cores: 1), Second(sockets: metrics, received: 5e6),
            Second(sockets: metrics, growth: 2e7),
        ] {
            #expect(failureEnding(verdicts(try settings(), repeated(busy, 600))) == nil)
            let done = repeated(Second(sockets: metrics), 20)
            #expect(failureEnding(verdicts(try settings(), repeated(busy, 600) + done)) != nil)
        }
    }

    @Test func linesCountAsWorkForAMinute() throws {
        let seconds = (0..<120).map { Second(sockets: [.init(.any, 8080)], line: "beat \($0)") }
        let verdicts = verdicts(try settings(), seconds)
        #expect(failureEnding(verdicts)?.code == "wrong_port")
        #expect((60...62).contains(verdicts.count))
    }

    @Test func aPortThatOpensInTimeIsFine() throws {
        let seconds = repeated(Second(sockets: [.init(.any, 8080)]), 9)
        let both = Second(sockets: [.init(.any, 8080), .init(.any, 7860)])
        #expect(failureEnding(verdicts(try settings(), seconds + repeated(both, 600))) == nil)
    }

    @Test func randomPortsAreNobodysPage() throws {
        #expect(failureEnding(verdicts(try settings(), repeated(Second(sockets: [.init(.any, 43_210)]), 600))) == nil)
    }

    // MARK: - Loopback

    @Test(arguments: [0.1, 1.0]) func itsPortOnLoopbackIsToldHoweverBusyItIs(_ cores: Double) throws {
        let inside = Second(sockets: [.init(.loopback, 7860)], cores: cores)
        let verdicts = verdicts(try settings(command: "uvicorn main:app"), repeated(inside, 100))
        let failure = try #require(failureEnding(verdicts))
        #expect(verdicts.count <= 20)
        #expect(failure.code == "listens_on_loopback")
        #expect(
            failure.message
                == "The app listens only on 127.0.0.1 inside its container, so it cannot be reached.")
        #expect(failure.hint == "Make it listen on 0.0.0.0.")
        #expect(failure.action == .changeStartCommand("uvicorn --host 0.0.0.0 main:app"))
    }

    @Test func loopbackOfIPv6IsNamedSo() throws {
        let verdicts = verdicts(try settings(), repeated(Second(sockets: [.init(.loopback, 7860, .v6)]), 20))
        #expect(verdicts.first == .starting(report: "Listens on [::1]:7860 only. No log line yet"))
        #expect(
            failureEnding(verdicts)?.message
                == "The app listens only on ::1 inside its container, so it cannot be reached.")
    }

    @Test func anotherPortOnLoopbackIsNamed() throws {
        let verdicts = verdicts(try settings(), repeated(Second(sockets: [.init(.loopback, 8080)]), 20))
        let failure = try #require(failureEnding(verdicts))
        #expect(failure.message.contains("127.0.0.1, port 8080, inside"))
        #expect(failure.action == nil)
        #expect(failure.hint.contains("in its code"))
    }

    @Test func aVariableOfTheAppsOwnIsTheOneToChange() throws {
        let variable = try EnvironmentVariable(
            name: try EnvironmentName("GRADIO_SERVER_NAME", field: ""), value: "127.0.0.1", isSecret: false, field: "")
        let settings = try settings(command: "uvicorn main:app", environment: [variable])
        let verdicts = verdicts(settings, repeated(Second(sockets: [.init(.loopback, 7860)]), 20))
        #expect(failureEnding(verdicts)?.action == .setVariable(name: "GRADIO_SERVER_NAME", value: "0.0.0.0"))
    }

    @Test func withoutTheKernelsTablesTheHealthcheckTells() throws {
        let inside = Second(health: HealthProbe.loopbackOnly, sockets: nil)
        #expect(failureEnding(verdicts(try settings(), repeated(inside, 20)))?.code == "listens_on_loopback")
        #expect(failureEnding(verdicts(try settings(), repeated(Second(sockets: nil), 600))) == nil)
    }

    // MARK: - Reports

    @Test func aDownloadIsReported() throws {
        let seconds = [Second(line: "\u{1b}[1mDownloading\u{1b}[0m model")] + repeated(Second(received: 12.3e6), 44)
        #expect(try lastReport(seconds) == "Last log line 40 s ago: Downloading model; receiving 12 MB/s")
    }

    @Test func anAppThatDoesNothingSaysSo() throws {
        #expect(try lastReport(repeated(Second(), 5)) == "No log line yet; idle")
        #expect(try lastReport(repeated(Second(), 200)) == "No log line since it started; idle")
        let silent = [Second(line: "Ready?")] + repeated(Second(), 200)
        #expect(try lastReport(silent) == "Last log line 3 min ago: Ready?; idle")
    }

    @Test func workIsReported() throws {
        #expect(try lastReport(repeated(Second(cores: 1.94), 10)) == "No log line yet; uses 1.9 CPU cores")
        #expect(try lastReport(repeated(Second(growth: 2.56e8), 5)) == "No log line yet; memory grows by 256 MB/s")
    }

    @Test func whereItListensIsReported() throws {
        let here = ListeningSocket(.any, 7860)
        #expect(try lastReport([Second(sockets: [here], line: "x")]) == "Listens on port 7860. Last log line: x")
        let failing = Second(health: "responds with HTTP 503", sockets: [here], line: "x")
        #expect(try lastReport([failing]) == "Responds with HTTP 503. Last log line: x")
        let busy = Second(sockets: [ListeningSocket(.any, 7860, waiting: 2)], line: "x")
        #expect(try lastReport([busy]) == "Listens on port 7860 but takes no connections yet. Last log line: x")
        let elsewhere = Second(sockets: [.init(.any, 80)], line: "x")
        #expect(try lastReport([elsewhere]) == "Listens on port 80, but the form says 7860. Last log line: x")
        let inside = Second(sockets: [.init(.loopback, 7860)], line: "x")
        #expect(try lastReport([inside]) == "Listens on 127.0.0.1:7860 only. Last log line: x")
    }

    @Test func aLongLineIsCut() throws {
        let report = try #require(try lastReport([Second(line: String(repeating: "x", count: 500))]))
        #expect(report.hasSuffix("x…") && report.count < 200)
    }
}
