/// What Docker reports about an app's container.
package struct ContainerObservation: Equatable, Sendable {
    package enum Condition: Equatable, Sendable {
        case starting
        case healthy
        case unhealthy
        /// From a list, which does not say how.
        case ended
        case exited(code: Int, outOfMemory: Bool)
    }

    package let id: ContainerID
    package let condition: Condition
    /// Output of the last healthcheck.
    package let healthOutput: String
    /// Its own address, such as `10.208.0.2`; nil if it has none, as before it starts.
    package let address: String?

    package init(id: ContainerID, condition: Condition, healthOutput: String = "", address: String? = nil) {
        self.id = id
        self.condition = condition
        self.healthOutput = healthOutput
        self.address = address
    }

    /// The program ended by itself and reported no error.
    package var hasFinished: Bool {
        if case .exited(code: 0, _) = condition { true } else { false }
    }

    package var isUp: Bool {
        switch condition {
        case .starting, .healthy, .unhealthy: true
        case .ended, .exited: false
        }
    }
}
