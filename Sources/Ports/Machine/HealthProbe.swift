/// Healthcheck output, shared with the script that prints it.
package enum HealthProbe {
    package static let loopbackOnly = "listens on 127.0.0.1 only"
}
