/// Anything that can happen to an app: requested by a user, reported by a step, or observed in Docker.
package enum AppEvent: Equatable, Sendable {
    case deployRequested
    case stepBegan(Step)
    /// The next step of a deployment waits for a slot.
    case slotAwaited
    case stopRequested
    case removeRequested
    case stepFailed(Failure)
    /// The container is running and its healthcheck passes.
    case seenHealthy
    /// The container is running and its healthcheck fails.
    case seenUnhealthy
    /// The container is running and its healthcheck has no result yet, outside of a deployment.
    case seenStarting
    /// No container is running, and none should.
    case seenStopped
    /// The container of an app that should run exited or was removed.
    case seenEnded(Failure)
    /// The container of an app without a port ended by itself, without an error.
    case seenFinished
    /// Docker is unreachable.
    case lostSight
}
