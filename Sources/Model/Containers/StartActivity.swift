/// Decides from what a container shows whether its app has started, is still starting, or never will.
///
/// An app listens for a reason: one that listens elsewhere and then does nothing will not open its port later. One that
/// is busy may: programs open metrics and helper ports long before they have loaded a model. An app without a port has
/// started once its container has been up for a moment.
package struct StartActivity: Sendable {
    package struct Look: Sendable {
        let container: ContainerObservation
        /// nil where the kernel's tables cannot be read.
        let activity: ContainerActivity?
        /// The app's newest lines, of earlier runs too.
        let lines: [LogLine]

        package init(container: ContainerObservation, activity: ContainerActivity?, lines: [LogLine]) {
            self.container = container
            self.activity = activity
            self.lines = lines
        }
    }

    package enum Verdict: Equatable, Sendable {
        /// - Parameter note: for the log.
        case healthy(note: String?)
        case starting(report: String)
        case failed(StepFailure)
    }

    /// How long an app may listen in the wrong place before that is told.
    private static let patience = Duration.seconds(10)
    /// An app that has just written a line is at work.
    private static let quiet = Duration.seconds(5)
    /// Some apps never stop writing: after this long their lines no longer count as work.
    private static let chatter = Duration.seconds(60)

    /// How long an app without a port stays up before it has started.
    private static let settled = Duration.seconds(5)
    private static let shownLines = 3

    /// nil for an app without a port.
    private let expected: StepFailure.Expected?
    private let firstLine: Int
    private let began: ContinuousClock.Instant
    private var place: ListeningPlace?
    private var placeSince: ContinuousClock.Instant
    private var health = ""
    private var lines: [LogLine] = []
    private var lineSince: ContinuousClock.Instant
    private var pace = ContainerPace()

    /// - Parameter line: the last one of earlier runs.
    package init(_ settings: AppSettings, after line: LogLine?, at now: ContinuousClock.Instant) {
        expected = StepFailure.Expected(settings)
        firstLine = (line?.sequence ?? 0) + 1
        began = now
        placeSince = now
        lineSince = now
    }

    /// - Parameter look: a running container.
    package mutating func judge(_ look: Look, at now: ContinuousClock.Instant) -> Verdict {
        if let expected, look.container.condition == .healthy {
            let isSlow = look.container.healthOutput == HealthProbe.slow
            return .healthy(
                note: isSlow ? "The app listens on port \(expected.port) and \(HealthProbe.slow)." : nil)
        }
        if expected == nil, began.duration(to: now) >= Self.settled { return .healthy(note: nil) }
        notice(look, at: now)
        if let failure = failure(at: now) { return .failed(failure) }
        return .starting(report: report(at: now))
    }

    private mutating func notice(_ look: Look, at now: ContinuousClock.Instant) {
        let seen = expected.flatMap { place(look, port: $0.port) }
        if seen?.isSame(as: place) != true { placeSince = now }
        place = seen
        health = look.container.healthOutput
        if let activity = look.activity { pace.add(activity, at: now) }
        let written = look.lines.filter { $0.sequence >= firstLine }
        if written.last?.sequence != lines.last?.sequence { lineSince = now }
        lines = written
    }

    /// By the kernel's tables; where they cannot be read, by what the healthcheck found.
    private func place(_ look: Look, port: ContainerPort) -> ListeningPlace? {
        if let activity = look.activity { return ListeningPlace(of: activity.listening, port: port) }
        let output = look.container.healthOutput
        if output == HealthProbe.loopbackOnly { return .loopbackOnly(port.rawValue, .v4) }
        return HealthProbe.showsItsPort(output) ? .itsPort(takesConnections: output != HealthProbe.busy) : nil
    }

    private func failure(at now: ContinuousClock.Instant) -> StepFailure? {
        let standing = placeSince.duration(to: now)
        guard let expected, standing >= Self.patience else { return nil }
        let isSilent = lineSince.duration(to: now) >= Self.quiet || standing >= Self.chatter
        return misplaced(expected, mayStillMove: !isSilent || pace.isBusy)
    }

    /// Why nothing reaches the app; nil if something does, or may soon.
    /// - Parameter mayStillMove: it works on something, so what it listens on now may not be all.
    private func misplaced(_ expected: StepFailure.Expected, mayStillMove: Bool) -> StepFailure? {
        switch place {
        case .loopbackOnly(let port, let family) where port == expected.port.rawValue || !mayStillMove:
            .listensOnLoopback(port, family, expected, lines)
        case .otherPorts(let ports) where !mayStillMove: .listensElsewhere(ports, expected, lines)
        case .itsPort where health == HealthProbe.notOnIPv4: .listensOnIPv6(expected, lines)
        case .itsPort where health == HealthProbe.speaksHTTPS: .servesHTTPS(expected, lines)
        case .itsPort where health == HealthProbe.speaksNoHTTP && !mayStillMove: .servesNoHTTP(expected, lines)
        case .nowhere where !mayStillMove: .listensOnUnixSocket(expected, lines)
        default: nil
        }
    }

    /// Why the app has not started within its time, as far as is known.
    package func timedOut(after limit: Duration, at now: ContinuousClock.Instant) -> StepFailure {
        if let expected, let failure = misplaced(expected, mayStillMove: false) { return failure }
        let report = report(at: now)
        let shown = lines.suffix(Self.shownLines).map { LogText.clean($0.text.utf8) }
        let seconds = limit.components.seconds
        let message =
            place == .nowhere
            ? "The app listened on no port within \(seconds) seconds. \(report)."
            : "The app was not ready after \(seconds) seconds. \(report)."
        return StepFailure(
            code: "health_timeout", message: message,
            hint: "Its last log lines may say what it waits for. If it needs longer, ask the operator to raise "
                + "limits.healthSeconds.",
            lines: shown)
    }

    // MARK: - What it does meanwhile

    private func report(at now: ContinuousClock.Instant) -> String {
        let work = [lastLine(at: now), pace.words].filter { !$0.isEmpty }.joined(separator: "; ")
        return [listening, work].filter { !$0.isEmpty }.joined(separator: ". ")
    }

    private var listening: String {
        guard let port = expected?.port else { return "" }
        return switch place {
        case .nowhere, nil: ""
        case .itsPort where health.hasPrefix(HealthProbe.responds): "R\(health.dropFirst())"
        case .itsPort where health == HealthProbe.speaksNoHTTP: "Listens on port \(port) but \(health)"
        case .itsPort(takesConnections: false): "Listens on port \(port) but takes no connections yet"
        case .itsPort: "Listens on port \(port)"
        case .loopbackOnly(let inside, .v4): "Listens on 127.0.0.1:\(inside) only"
        case .loopbackOnly(let inside, .v6): "Listens on [::1]:\(inside) only"
        case .otherPorts(let ports): "Listens on \(ListeningWords.ports(ports)), but the form says \(port)"
        }
    }

    private func lastLine(at now: ContinuousClock.Instant) -> String {
        let silence = lineSince.duration(to: now).components.seconds
        // Coarse, because each change is published.
        let ago =
            switch silence {
            case ..<10: ""
            case ..<120: " \(silence / 10 * 10) s ago"
            default: " \(silence / 60) min ago"
            }
        guard let line = lines.last else { return ago.isEmpty ? "No log line yet" : "No log line since it started" }
        return "Last log line\(ago): \(ListeningWords.short(line.text))"
    }
}
