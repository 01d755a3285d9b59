@testable import Model
import Testing

@Suite struct AppStateMachineTests {
    private static let failure = Failure(step: nil, code: "x", message: "", hint: "")

    @Test func aDeploymentWalksThroughItsSteps() {
        var state = AppState.queued
        var seen: [AppState] = []
        for step in Step.allCases {
            state = AppStateMachine.next(state, .stepBegan(step)) ?? .unknown
            if seen.last != state { seen.append(state) }
        }
        #expect(seen == [.cloning, .pulling, .installing, .waitingForGPU, .starting])
        #expect(AppStateMachine.next(state, .seenHealthy) == .running)
    }

    @Test(arguments: AppState.allCases) func everythingCanBeRemovedAndRemovingHasNoWayBack(_ state: AppState) {
        #expect(AppStateMachine.next(state, .removeRequested) == .removing)
        for event in [AppEvent.deployRequested, .stopRequested, .seenHealthy, .seenStopped, .lostSight] {
            #expect(AppStateMachine.next(.removing, event) == nil)
        }
    }

    @Test(arguments: AppState.allCases) func onlyADeploymentWaitsForASlot(_ state: AppState) {
        #expect(AppStateMachine.next(state, .slotAwaited) == (state.isDeploying ? .queued : nil))
    }

    @Test(arguments: AppState.allCases) func aDeploymentStartsOnlyWhereNothingIsUnderWay(_ state: AppState) {
        #expect(AppStateMachine.next(state, .deployRequested) == (state.isWorking ? nil : .queued))
    }

    @Test(arguments: [AppState.running, .unhealthy, .unknown])
    func withoutDockerNobodyKnows(_ state: AppState) {
        #expect(AppStateMachine.next(state, .lostSight) == .unknown)
    }

    @Test(arguments: [AppState.stopped, .failed, .queued, .installing])
    func whatDoesNotRunIsNotLost(_ state: AppState) {
        #expect(AppStateMachine.next(state, .lostSight) == nil)
    }

    @Test func whatIsSeenAfterwardsIsShown() {
        #expect(AppStateMachine.next(.unknown, .seenHealthy) == .running)
        #expect(AppStateMachine.next(.unknown, .seenUnhealthy) == .unhealthy)
        #expect(AppStateMachine.next(.unknown, .seenStopped) == .stopped)
        #expect(AppStateMachine.next(.unknown, .seenEnded(Self.failure)) == .failed)
        #expect(AppStateMachine.next(.unknown, .seenFinished) == .stopped)
    }

    @Test func aLateStepDoesNotReviveWhatIsStopping() {
        #expect(AppStateMachine.next(.stopping, .stepBegan(.install)) == nil)
        #expect(AppStateMachine.next(.stopping, .seenHealthy) == nil)
        #expect(AppStateMachine.next(.stopping, .seenStopped) == .stopped)
    }
}
