package import FoundationEssentials

/// One app: what was asked of it, and what was last seen of it.
package struct App: Equatable, Sendable, Identifiable {
    /// Never used twice, also after the app is removed.
    package let id: Int64
    package let name: AppName
    package var settings: AppSettings
    /// Secrets that were changed or taken away and that a container may still have: they stay out of the log too.
    package var retiredSecrets: Set<Secret>
    /// The signed-in person who added it.
    package let owner: String
    /// The user and group that own the workspace and run the containers, from 200000 up. No account on the host has it,
    /// and no other app of any installation gets it.
    package let uid: UInt32
    /// Leased to this app alone; its container's port is published here, on 127.0.0.1 only.
    package var hostPort: UInt16
    /// What its people want: the reconciler closes the difference between this and what Docker shows.
    package var desired: Desired
    package var state: AppState
    package var failure: Failure?
    /// The commit that is checked out in the workspace.
    package var commit: CommitID?
    /// What the workspace took on the disk when it was last measured.
    package var workspaceBytes: Int64
    /// When its GPUs are to be given back; nil is not by itself.
    package var leaseEndsAt: Date?
    /// Set while it is stopped because the control center stopped it.
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
        workspaceBytes: Int64 = 0, leaseEndsAt: Date? = nil, release: Release? = nil, createdAt: Date, changedAt: Date
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
        self.leaseEndsAt = leaseEndsAt
        self.release = release
        self.createdAt = createdAt
        self.changedAt = changedAt
    }

    /// What must never be read in its log.
    package var secrets: [Secret] { settings.secrets + retiredSecrets }
}
