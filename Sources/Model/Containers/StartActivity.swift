/// Decides from what a container shows whether its app has started, is still starting, or never will.
///
/// An app listens for a reason: one that listens elsewhere and then does nothing will not open its port later. One that
/// is busy may: programs open metrics and helper ports long before they have loaded a model.
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

    private let settings: AppSettings
    private let firstLine: Int
    private var place: ListeningPlace?
    private var placeSince: ContinuousClock.Instant
    private var health = ""
    private var lines: [LogLine] = []
    private var lineSince: ContinuousClock.Instant
    private var pace = ContainerPace()

    /// - Parameter line: the last one of earlier runs.
    package init(_ settings: AppSettings, after line: LogLine?, at now: ContinuousClock.Instant) {
        self.settings = settings
        firstLine = (line?.sequence ?? 0) + 1
        placeSince = now
        lineSince = now
    }

    /// - Parameter look: a running container.
    package mutating func judge(_ look: Look, at now: ContinuousClock.Instant) -> Verdict {
        if look.container.condition == .healthy {
            let isSlow = look.container.healthOutput == HealthProbe.slow
            return .healthy(
                note: isSlow ? "The app listens on port \(settings.port) and \(HealthProbe.slow)." : nil)
        }
        notice(look, at: now)
        if let failure = failure(at: now) { return .failed(failure) }
        return .starting(report: report(at: now))
    }

    private mutating func notice(_ look: Look, at now: ContinuousClock.Instant) {
        let seen =
            look.activity.map { ListeningPlace(of: $0.listening, port: settings.port) }
            ?? (look.container.healthOutput == HealthProbe.loopbackOnly ? .loopbackOnly(settings.port.rawValue) : nil)
        if seen?.isSame(as: place) != true { placeSince = now }
        place = seen
        health = look.container.healthOutput
        if let activity = look.activity { pace.add(activity, at: now) }
        let written = look.lines.filter { $0.sequence >= firstLine }
        if written.last?.sequence != lines.last?.sequence { lineSince = now }
        lines = written
    }

    private func failure(at now: ContinuousClock.Instant) -> StepFailure? {
        let standing = placeSince.duration(to: now)
        guard standing >= Self.patience else { return nil }
        let isSilent = lineSince.duration(to: now) >= Self.quiet || standing >= Self.chatter
        let isQuiet = isSilent && !pace.isBusy
        switch place {
        case .loopbackOnly(let port) where port == settings.port.rawValue || isQuiet:
            return .listensOnLoopback(port, settings, lines)
        case .otherPorts(let ports) where isQuiet:
            return .listensElsewhere(ports, settings, lines)
        case .itsPort where health == HealthProbe.notOnIPv4: return .listensOnIPv6(settings, lines)
        case .itsPort where health == HealthProbe.speaksHTTPS: return .servesHTTPS(settings, lines)
        case .nowhere where isQuiet: return .listensOnUnixSocket(settings, lines)
        default: return nil
        }
    }

    // MARK: - What it does meanwhile

    private func report(at now: ContinuousClock.Instant) -> String {
        let work = [lastLine(at: now), pace.words].filter { !$0.isEmpty }.joined(separator: "; ")
        return [listening, work].filter { !$0.isEmpty }.joined(separator: ". ")
    }

    private var listening: String {
        switch place {
        case .nowhere, nil: ""
        case .itsPort where health.hasPrefix(HealthProbe.responds): "R\(health.dropFirst())"
        case .itsPort(takesConnections: false): "Listens on port \(settings.port) but takes no connections yet"
        case .itsPort: "Listens on port \(settings.port)"
        case .loopbackOnly(let port): "Listens on 127.0.0.1:\(port) only"
        case .otherPorts(let ports): "Listens on \(ListeningWords.ports(ports)), but the form says \(settings.port)"
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
