import Model

/// Failures between us and the Git server, before it says anything about the repository.
enum ConnectionFailure {
    /// Code of ``lost(_:)``, the one failure that a second try often mends.
    static let lostCode = "repository_connection_lost"

    static func of(_ refusal: PinnedStream.Refusal, host: String) -> StepFailure {
        switch refusal {
        case .otherHost(let other):
            redirect(host, LogText.clean(other.utf8))
        case .privateAddress:
            StepFailure(
                code: "repository_address", message: "\(host) resolves to a private address.",
                hint: "Ask the operator to add the host to the allowed hosts if it should be used.")
        case .unknownHost:
            StepFailure(
                code: "repository_host_unknown", message: "There is no host named \(host).",
                hint: "Check the address for typos. A company's own host needs its name server on this machine.")
        case .unresolved(let reason):
            StepFailure(
                code: "repository_unreachable",
                message: "The name server could not say where \(host) is: \(reason).",
                hint: "Try again later. If it keeps failing, ask the operator to check the machine's name server.")
        case .unreachable(let reason):
            StepFailure(
                code: "repository_unreachable", message: "\(host) did not accept the connection: \(reason).",
                hint: "Try again later, or check the address.")
        case .noAnswer(let seconds):
            StepFailure(
                code: "git_timeout", message: "\(host) did not answer within \(seconds) s.",
                hint: "Try again later, or check the address and port.")
        case .stalled:
            StepFailure(
                code: "git_timeout", message: "\(host) stopped sending data.",
                hint: "Try again. If it keeps failing, check the Git server.")
        }
    }

    static func lost(_ host: String) -> StepFailure {
        StepFailure(
            code: lostCode, message: "\(host) closed the connection before the clone was complete.",
            hint: "Try again. If it keeps failing, check the Git server and the proxies before it.")
    }

    static func certificate(_ host: String, _ reason: String) -> StepFailure {
        StepFailure(
            code: "repository_tls", message: "The TLS certificate of \(host) is not trusted: \(plain(reason)).",
            hint: "Use the host name in the certificate, or ask the operator to add the company's CA.")
    }

    static func handshake(_ host: String, _ reason: String) -> StepFailure {
        StepFailure(
            code: "repository_handshake", message: "\(host) and this machine could not agree on TLS: \(plain(reason)).",
            hint: "Check the port: it must be the one for HTTPS. The host needs TLS 1.2.")
    }

    /// - Parameter destination: another host.
    static func redirect(_ host: String, _ destination: String) -> StepFailure {
        StepFailure(
            code: "repository_redirect", message: "\(host) redirects to another address: \(destination).",
            hint: "Use the repository's current address.")
    }

    /// libgit2's reason without the numbers before it: "SSL error: 0x7200 - SSL - An invalid SSL record was received".
    private static func plain(_ reason: String) -> String {
        let words = reason.split(separator: " - ").last ?? ""
        return String(words.hasSuffix(".") ? words.dropLast() : words)
    }
}
