/// Healthcheck output, shared with the script that prints it.
package enum HealthProbe {
    package static let loopbackOnly = "listens on 127.0.0.1 only"
    package static let notOnIPv4 = "listens on IPv6 only"
    package static let speaksHTTPS = "speaks HTTPS, not HTTP"
    /// Healthy: it took the connection and has not answered yet.
    package static let slow = "takes connections but answers slowly"
    package static let busy = "listens but takes no connections"
    /// A status code follows.
    package static let responds = "responds with HTTP"
}
