package import FoundationEssentials

/// One app: its requested configuration and its last observed state.
package struct App: Equatable, Sendable, Identifiable {
    /// Never reused, even after the app is removed.
    package let id: Int64
    package let name: AppName
    package var settings: AppSettings
    /// Secrets that were changed or removed but that a container may still have: they stay redacted in the log too.
    package var retiredSecrets: Set<Secret>
    /// Account of the user who added it.
    package let owner: String
    /// UID and GID that own the workspace and run the containers, 200000 or higher. No account on the host has this ID,
    /// and no app of any other installation gets it.
    package let uid: UInt32
    /// Leased to this app only; its container's port is published here, on 127.0.0.1 only.
    package var hostPort: UInt16
    /// The requested state; the reconciler closes the gap between this and what Docker reports.
    package var desired: Desired
    package var state: AppState
    package var failure: Failure?
    /// The commit checked out in the workspace.
    package var commit: CommitID?
    /// Bytes the workspace used on disk at the last measurement.
    package var workspaceBytes: Int64
    /// Bytes of the packages that it shares with other apps, however many share them.
    package var sharedBytes: Int64
    /// When its GPU lease ends; nil means no limit.
    package var leaseEndsAt: Date?
    /// Set while the app is stopped without a person's request.
    package var release: Release?
    package let createdAt: Date
    package var changedAt: Date

    package enum Desired: String, Sendable {
        case running, stopped, removed
    }

    package init(
        id: Int64, name: AppName, settings: AppSettings, owner: String, uid: UInt32, hostPort: UInt16,
        desired: Desired, state: AppState, failure: Failure? = nil, commit: CommitID? = nil,
        retiredSecrets: Set<Secret> = [],
        workspaceBytes: Int64 = 0, sharedBytes: Int64 = 0, leaseEndsAt: Date? = nil, release: Release? = nil,
        createdAt: Date, changedAt: Date
    ) {
        self.id = id
        self.name = name
        self.settings = settings
        self.retiredSecrets = retiredSecrets
        self.owner = owner
        self.uid = uid
        self.hostPort = hostPort
        self.desired = desired
        self.state = state
        self.failure = failure
        self.commit = commit
        self.workspaceBytes = workspaceBytes
        self.sharedBytes = sharedBytes
        self.leaseEndsAt = leaseEndsAt
        self.release = release
        self.createdAt = createdAt
        self.changedAt = changedAt
    }

    /// Stopped for being idle: a visit to its link starts it.
    package var isAsleep: Bool { state == .stopped && release?.reason == .idle }

    /// Only Docker's absence ended its deployment, and it should still run.
    package var isOwedByDocker: Bool {
        state == .failed && desired == .running && failure?.code == Failure.dockerUnreachable
    }

    /// Must never appear in the app's log.
    package var secrets: [Secret] { settings.secrets + retiredSecrets }
}
