/// An app that listens where it cannot be reached.
extension StepFailure {
    /// What the form says of where an app listens.
    struct Expected: Sendable {
        let port: ContainerPort
        let startCommand: StartCommand
        let environment: [EnvironmentVariable]

        /// - Returns: nil for an app without a port.
        init?(_ settings: AppSettings) {
            guard let port = settings.port else { return nil }
            (self.port, startCommand, environment) = (port, settings.startCommand, settings.environment)
        }
    }

    private static let mostLines = 3

    /// - Parameter ports: where it listens, in order.
    static func listensElsewhere(_ ports: [UInt16], _ expected: Expected, _ lines: [LogLine]) -> StepFailure {
        let port = ports.first ?? 0
        return StepFailure(
            code: "wrong_port",
            message: "The app listens on \(ListeningWords.ports(ports)), but the form says \(expected.port).",
            hint: "Change the port in its settings to \(port), or make the app listen on \(expected.port).",
            lines: naming(ports, lines), action: .changePort(port))
    }

    static func listensOnLoopback(
        _ port: UInt16, _ family: ListeningSocket.Family, _ expected: Expected, _ lines: [LogLine]
    ) -> StepFailure {
        let address = family.loopback
        let place = port == expected.port.rawValue ? address : "\(address), port \(port),"
        let action = reaching(expected, lines.map(\.text))
        return StepFailure(
            code: "listens_on_loopback",
            message: "The app listens only on \(place) inside its container, so it cannot be reached.",
            hint: action == nil
                ? "Make it listen on 0.0.0.0 in its code, or by an option such as --host 0.0.0.0 or --listen."
                : "Make it listen on 0.0.0.0.",
            lines: naming([port], lines), action: action)
    }

    static func listensOnIPv6(_ expected: Expected, _ lines: [LogLine]) -> StepFailure {
        StepFailure(
            code: "listens_on_ipv6",
            message: "The app listens on port \(expected.port) for IPv6 only, so its link cannot reach it.",
            hint: "Make it listen on 0.0.0.0.", lines: naming([expected.port.rawValue], lines),
            action: reaching(expected, lines.map(\.text)))
    }

    static func servesHTTPS(_ expected: Expected, _ lines: [LogLine]) -> StepFailure {
        StepFailure(
            code: "serves_https",
            message: "The app serves HTTPS by itself on port \(expected.port), where its link needs HTTP.",
            hint: "Start it without a certificate and key of its own: its link has HTTPS already.",
            lines: naming([expected.port.rawValue], lines))
    }

    static func servesNoHTTP(_ expected: Expected, _ lines: [LogLine]) -> StepFailure {
        StepFailure(
            code: "serves_no_http",
            message: "What listens on port \(expected.port) does not speak HTTP, so its link cannot reach it.",
            hint: "Enter the port of its web page, or no port if it has none.",
            lines: naming([expected.port.rawValue], lines))
    }

    /// - Returns: nil if no line tells of such a socket.
    static func listensOnUnixSocket(_ expected: Expected, _ lines: [LogLine]) -> StepFailure? {
        let texts = lines.map { LogText.clean($0.text.utf8) }
        guard let line = texts.last(where: { $0.contains(" unix:/") || $0.contains(" unix socket /") }) else {
            return nil
        }
        return StepFailure(
            code: "listens_on_unix_socket",
            message: "The app listens on a Unix socket, not on port \(expected.port), so its link cannot reach it.",
            hint: "Make it listen on 0.0.0.0, port \(expected.port).", lines: [line],
            action: reaching(expected, texts))
    }

    private static func reaching(_ expected: Expected, _ lines: [String]) -> FailureAction? {
        if let name = ListeningVariables.loopback(in: expected.environment) {
            return .setVariable(name: name, value: ListeningVariables.everywhere)
        }
        return ReachableCommand.make(from: expected.startCommand, port: expected.port, lines)
            .map { .changeStartCommand($0.rawValue) }
    }

    /// The last lines that name one of the ports.
    private static func naming(_ ports: [UInt16], _ lines: [LogLine]) -> [String] {
        let naming = lines.map { LogText.clean($0.text.utf8) }.filter { text in
            ports.contains { text.contains(":\($0)") || text.contains("port \($0)") }
        }
        return naming.suffix(mostLines)
    }
}
