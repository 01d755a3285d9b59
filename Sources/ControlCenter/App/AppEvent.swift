/// What can happen to an app: asked by a person, done by a step, or seen in Docker.
package enum AppEvent: Equatable, Sendable {
    case deployRequested
    case stepBegan(Step)
    case stopRequested
    case removeRequested
    case stepFailed(Failure)
    /// The container is there and its healthcheck passes.
    case seenHealthy
    /// The container is there and its healthcheck fails.
    case seenUnhealthy
    /// The container is there and its healthcheck has no verdict yet, outside of a deployment.
    case seenStarting
    /// There is no running container and nobody wants one.
    case seenStopped
    /// The container of an app that should run ended or vanished.
    case seenEnded(Failure)
    /// Docker cannot be reached.
    case lostSight
}
