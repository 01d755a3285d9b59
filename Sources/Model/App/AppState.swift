/// An app's lifecycle state, as shown to users.
package enum AppState: String, Sendable, CaseIterable {
    case queued, cloning
    case waitingForGPU = "waiting_for_gpu"
    case pulling, installing, starting
    case running, unhealthy
    case stopping, stopped
    case failed
    case removing
    /// Docker is unreachable, so the actual state is not known. Never shown as "stopped".
    case unknown

    /// A job is running or queued.
    package var isWorking: Bool {
        switch self {
        case .queued, .cloning, .waitingForGPU, .pulling, .installing, .starting, .stopping, .removing: true
        case .running, .unhealthy, .stopped, .failed, .unknown: false
        }
    }

    /// Its container is running, may be running, or is about to.
    package var mayHoldGPUs: Bool { isWorking || [.running, .unhealthy, .unknown].contains(self) }

    /// Its deployment is in progress and has not been superseded by a stop or removal.
    package var isDeploying: Bool { isWorking && self != .stopping && self != .removing }
}
