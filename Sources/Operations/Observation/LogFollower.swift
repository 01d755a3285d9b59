package import LiveState
package import Model
package import Ports
import FoundationEssentials
import Synchronization

/// Copies each container's output to the log buffer, each line once, without those about the healthcheck's requests.
package final class LogFollower: Sendable {
    private struct Followed {
        let container: ContainerID
        /// When the lines were written that an earlier run of the service kept: Docker may tell them again.
        let kept: Set<Date>
        var address: String?
        var isOpen = false
        var lastLine: Date?
    }

    private let host: any ContainerHost
    private let logs: LogBuffer
    private let followed = Mutex<[AppName: Followed]>([:])

    package init(host: any ContainerHost, logs: LogBuffer) {
        self.host = host
        self.logs = logs
    }

    /// Does nothing if the container is followed already; resumes after the last line if the stream was interrupted.
    package func follow(_ seen: ContainerObservation, of app: AppName) {
        let container = seen.id
        let (isOpen, since) = followed.withLock { followed -> (Bool, Date?) in
            let known = followed[app]
            let same = known.flatMap { $0.container == container ? $0 : nil }
            var entry = same ?? Followed(container: container, kept: known == nil ? kept(of: app) : [])
            entry.address = seen.address ?? same?.address
            entry.isOpen = true
            followed[app] = entry
            return (same?.isOpen == true, entry.lastLine)
        }
        guard !isOpen else { return }
        host.follow(container, since: since) { [weak self] line in
            self?.receive(line, from: container, of: app)
        } ended: { [weak self] in
            self?.update(container, of: app) { $0.isOpen = false }
        }
    }

    private func kept(of app: AppName) -> Set<Date> { Set(logs.tail(of: app, source: .app).map(\.time)) }

    /// Waits until the last output of an exited container has arrived, for at most two seconds.
    func settle(_ app: AppName) async {
        for _ in 1...40 where followed.withLock({ $0[app]?.isOpen == true }) {
            try? await Task.sleep(for: .milliseconds(50))
        }
    }

    /// Lines still in transit are dropped.
    func forget(_ app: AppName) {
        followed.withLock { $0[app] = nil }
    }

    private func receive(_ line: ContainerLine, from container: ContainerID, of app: AppName) {
        var isNews = false
        update(container, of: app) { followed in
            followed.lastLine = line.time
            let isProbe = followed.address.map { ProbeLine.isOne(line.text, in: $0) } ?? false
            isNews = !isProbe && !followed.kept.contains(line.time)
        }
        if isNews { logs.append(line.text, from: .app, to: app, at: line.time) }
    }

    private func update(_ container: ContainerID, of app: AppName, _ body: (inout Followed) -> Void) {
        followed.withLock { followed in
            guard var entry = followed[app], entry.container == container else { return }
            body(&entry)
            followed[app] = entry
        }
    }
}
