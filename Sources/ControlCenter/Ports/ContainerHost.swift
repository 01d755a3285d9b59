package import FoundationEssentials

/// The machine that runs the containers.
///
/// Reading methods answer within seconds or throw ``ContainerHostUnreachable``. Changing methods run as long as their
/// work takes and are ended, with every process they started, by cancelling the task; they throw ``StepFailure``.
package protocol ContainerHost: Sendable {
    /// What is there now, of ours alone, by app name; one question, however many there are.
    func observe() throws -> [AppName: ContainerObservation]
    /// One container in full: also how it ended, and what its healthcheck printed.
    func observe(_ app: AppName) throws -> ContainerObservation?

    /// The image's id, pulled if it is not there yet.
    /// - Parameter progress: called with how far the pull is, in words.
    func ensureImage(
        _ reference: String, log: @escaping @Sendable (String) -> Void, progress: @escaping @Sendable (String) -> Void
    ) async throws -> String
    /// The variables that an image sets; nil while it is not there.
    func environment(ofImage reference: String) throws -> [String: String]?
    /// Writes the stack's file anew, whatever stood there, and runs its one-shot service that installs dependencies into
    /// the workspace.
    func install(_ stack: Stack, log: @escaping @Sendable (String) -> Void) async throws
    /// Writes the stack's file anew, and creates and starts the app's container from it; replaces one that differs.
    /// - Throws: ``StepFailure`` `host_port_taken` when somebody else listens on the leased port.
    func up(_ stack: Stack) async throws
    func stop(_ app: AppName) async throws
    /// Closes the ways from containers to the host, to each other and to blocked networks where they are open; `install`
    /// and `up` do it before they start one.
    func ensureIsolation() async throws
    /// Removes containers and networks of the app and verifies that they are gone.
    func down(_ app: AppName) async throws -> (containers: Int, networks: Int)

    /// Output of a container as it comes, from after `since` on or its newest lines.
    /// - Parameter ended: called once, when the container or the connection has ended.
    func follow(
        _ container: ContainerID, since: Date?, line: @escaping @Sendable (ContainerLine) -> Void,
        ended: @escaping @Sendable () -> Void)
    /// Calls back when something may have changed: the name of an app, or nil for "look at everything".
    /// A bell, not news: what is, is asked of ``observe()``.
    func watch(_ doorbell: @escaping @Sendable (AppName?) -> Void)
}

/// Docker's own id of a container, 64 hexadecimal digits.
package struct ContainerID: Hashable, Sendable {
    package let rawValue: String

    package init(_ rawValue: String) {
        self.rawValue = rawValue
    }
}

package struct ContainerLine: Equatable, Sendable {
    package let time: Date
    package let text: String

    package init(time: Date, text: String) {
        self.time = time
        self.text = text
    }
}

package struct ContainerHostUnreachable: Error, Equatable {
    package let reason: String

    package init(reason: String) {
        self.reason = reason
    }
}

/// What Docker shows of an app's container.
package struct ContainerObservation: Equatable, Sendable {
    package enum Condition: Equatable, Sendable {
        case starting
        case healthy
        case unhealthy
        /// As a list tells it: not how.
        case ended
        case exited(code: Int, outOfMemory: Bool)
    }

    package let id: ContainerID
    package let condition: Condition
    /// What the last healthcheck printed.
    package let healthOutput: String

    package init(id: ContainerID, condition: Condition, healthOutput: String = "") {
        self.id = id
        self.condition = condition
        self.healthOutput = healthOutput
    }

    var isUp: Bool {
        switch condition {
        case .starting, .healthy, .unhealthy: true
        case .ended, .exited: false
        }
    }
}
