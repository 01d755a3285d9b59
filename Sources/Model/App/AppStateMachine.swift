/// An app's lifecycle as a pure function: state and event give the next state, or nil if the event is not allowed. The
/// only transition table.
package enum AppStateMachine {
    package static func next(_ state: AppState, _ event: AppEvent) -> AppState? {
        if state == .removing { return event == .removeRequested ? .removing : nil }

        return switch event {
        case .removeRequested: .removing
        case .deployRequested: state.isWorking ? nil : .queued
        case .stopRequested: [.stopped, .stopping].contains(state) ? nil : .stopping
        case .stepBegan(let step): state.isDeploying ? step.state : nil
        case .slotAwaited: state.isDeploying ? .queued : nil
        case .stepFailed: state.isWorking ? .failed : nil
        case .seenHealthy:
            state.isDeploying || [.running, .unhealthy, .unknown, .failed].contains(state) ? .running : nil
        case .seenUnhealthy: [.running, .unhealthy, .unknown].contains(state) ? .unhealthy : nil
        case .seenStarting: [.running, .unhealthy, .unknown].contains(state) ? .unhealthy : nil
        case .seenStopped: [.stopping, .stopped, .unknown].contains(state) || state.isDeploying ? .stopped : nil
        case .seenEnded: [.running, .unhealthy, .starting, .unknown].contains(state) ? .failed : nil
        case .seenFinished: [.running, .unhealthy, .starting, .unknown].contains(state) ? .stopped : nil
        case .lostSight: [.running, .unhealthy, .unknown].contains(state) ? .unknown : nil
        }
    }
}
