/// Healthcheck output, shared with the script that prints it.
package enum HealthProbe {
    /// Sent with each request, so that an app can tell the probe from its visitors.
    package static let userAgent = "dcc-healthcheck"

    /// Answers that say “not now” or come from a page that fails. Any other is an answer of an app that runs, such as
    /// 401, 404 of an API, or 501 of a server that takes POST requests only.
    package static let failingStatuses = [500, 502, 503, 504]

    package static let loopbackOnly = "listens on 127.0.0.1 only"
    package static let notOnIPv4 = "listens on IPv6 only"
    package static let speaksHTTPS = "speaks HTTPS, not HTTP"
    package static let speaksNoHTTP = "does not speak HTTP"
    /// Healthy: it took the connection and has not answered yet.
    package static let slow = "takes connections but answers slowly"
    package static let busy = "listens but takes no connections"
    /// A status code follows.
    package static let responds = "responds with HTTP"

    /// True for an output that only a program gives rise to that listens on its port.
    static func showsItsPort(_ output: String) -> Bool {
        [notOnIPv4, speaksHTTPS, speaksNoHTTP, busy].contains(output) || output.hasPrefix(responds)
    }
}
