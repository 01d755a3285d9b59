/// Where an app is in its life, as people see it.
package enum AppState: String, Sendable, CaseIterable {
    case queued, cloning
    case waitingForGPU = "waiting_for_gpu"
    case pulling, installing, starting
    case running, unhealthy
    case stopping, stopped
    case failed
    case removing
    /// Docker cannot be reached, so nobody knows. Never shown as "stopped".
    case unknown

    /// A job is under way or waiting for its turn.
    package var isWorking: Bool {
        switch self {
        case .queued, .cloning, .waitingForGPU, .pulling, .installing, .starting, .stopping, .removing: true
        case .running, .unhealthy, .stopped, .failed, .unknown: false
        }
    }

    /// Its container runs, may run, or is about to.
    var mayHoldGPUs: Bool { isWorking || [.running, .unhealthy, .unknown].contains(self) }

    /// Its deployment is under way: what was asked last is to bring it up.
    package var isDeploying: Bool { isWorking && self != .stopping && self != .removing }
}
