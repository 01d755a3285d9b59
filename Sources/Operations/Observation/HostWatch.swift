package import LiveState
import Model
import Ports
import Platform
import Synchronization

/// Keeps the board's host view up to date: every few seconds while someone is viewing it, rarely otherwise.
package final class HostWatch: Sendable {
    /// Number of intervals between samples while no one is viewing.
    private static let idleIntervals = 6

    private let board: StatusBoard
    private let hub: PollHub
    private let gpus: GPUWatch
    private let sampler: HostLoadSampler
    private let baseImage: String
    private let looks = Periodic(label: "dcc.host", every: .seconds(5))
    /// One publication at a time, so that an older view never replaces a newer one.
    private let publishing = Mutex(())
    private let state = Mutex(State())

    private struct State {
        var isDockerReachable = false
        var load: HostLoad?
        var passed = 0
    }

    /// - Parameter workspaces: folder whose file system is reported as the disk.
    package init(
        board: StatusBoard, hub: PollHub, gpus: GPUWatch, workspaces: String, baseImage: String
    ) {
        self.board = board
        self.hub = hub
        self.gpus = gpus
        sampler = HostLoadSampler(folder: workspaces)
        self.baseImage = baseImage
    }

    package var isDockerReachable: Bool { state.withLock { $0.isDockerReachable } }

    /// - Throws: ``ContainerHostUnreachable`` while Docker does not answer.
    package func requireDocker() throws {
        guard isDockerReachable else {
            throw ContainerHostUnreachable(reason: "the Docker Engine is not responding")
        }
    }

    package func start() {
        gpus.onChange { [weak self] in self?.publish() }
        refresh()
        looks.start { [weak self] in self?.look() }
    }

    /// - Returns: true if Docker has become reachable.
    func record(dockerReachable isReachable: Bool) -> Bool {
        let wasUnreachable = state.withLock { state in
            defer { state.isDockerReachable = isReachable }
            return isReachable && !state.isDockerReachable
        }
        publish()
        return wasUnreachable
    }

    private func look() {
        let isDue = state.withLock { state in
            state.passed += 1
            return state.passed >= Self.idleIntervals
        }
        if isDue || hub.count > 0 { refresh() }
    }

    private func refresh() {
        let load = sampler.sample()
        state.withLock { state in
            state.passed = 0
            state.load = load
        }
        publish()
        gpus.refresh()
    }

    private func publish() {
        publishing.withLock { _ in
            let state = state.withLock { $0 }
            board.publish(
                HostView(
                    docker: state.isDockerReachable ? .reachable : .unreachable, gpus: gpus.view,
                    load: state.load, baseImage: baseImage))
        }
    }
}
