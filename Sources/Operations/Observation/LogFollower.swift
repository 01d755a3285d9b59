package import LiveState
package import Model
package import Ports
import FoundationEssentials
import Synchronization

/// Copies each container's output to the log buffer, each line once.
package final class LogFollower: Sendable {
    private struct Followed {
        let container: ContainerID
        var isOpen = true
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
    package func follow(_ container: ContainerID, of app: AppName) {
        let (isOpen, since) = followed.withLock { followed -> (Bool, Date?) in
            var entry = Followed(container: container)
            if let known = followed[app], known.container == container {
                guard !known.isOpen else { return (true, nil) }
                entry.lastLine = known.lastLine
            }
            followed[app] = entry
            return (false, entry.lastLine)
        }
        guard !isOpen else { return }
        host.follow(container, since: since) { [weak self] line in
            self?.receive(line, from: container, of: app)
        } ended: { [weak self] in
            self?.update(container, of: app) { $0.isOpen = false }
        }
    }

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
        var isOurs = false
        update(container, of: app) { followed in
            followed.lastLine = line.time
            isOurs = true
        }
        if isOurs { logs.append(line.text, from: .app, to: app, at: line.time) }
    }

    private func update(_ container: ContainerID, of app: AppName, _ body: (inout Followed) -> Void) {
        followed.withLock { followed in
            guard var entry = followed[app], entry.container == container else { return }
            body(&entry)
            followed[app] = entry
        }
    }
}
