package import FoundationEssentials

/// A resource with this installation's label or in one of its folders, whether an app uses it or not.
package struct ManagedResource: Hashable, Sendable {
    package enum Kind: String, Sendable, Encodable, CaseIterable {
        // In order of removal: a network can only be removed after its containers.
        case container, network, volume, image, stack, workspace, packages
    }

    package let kind: Kind
    /// Docker's ID, or the name of a volume or folder.
    package let key: String
    /// For display.
    package let name: String
    /// The app named by its label or folder; nil if that is not a valid app name.
    package let app: AppName?
    /// UID that owns a workspace.
    package let owner: UInt32?
    /// When it was created, or a folder last modified; nil if unknown.
    package let changedAt: Date?
    /// True for a running container.
    package let isRunning: Bool

    package init(
        _ kind: Kind, key: String, name: String, app: AppName?, owner: UInt32? = nil, changedAt: Date?,
        isRunning: Bool = false
    ) {
        self.kind = kind
        self.key = key
        self.name = name
        self.app = app
        self.owner = owner
        self.changedAt = changedAt
        self.isRunning = isRunning
    }

    package var id: String { "\(kind.rawValue):\(key)" }

    /// May hold user data: files, or an app that still runs although the registry has lost it, such as after restoring
    /// an older database.
    package var mayHoldData: Bool { [.workspace, .volume].contains(kind) || isRunning }

    /// An image that was built for any app that needs it.
    package var isSharedImage: Bool { kind == .image && app == nil }

    /// A deployment may be about to use it.
    package var isShared: Bool { isSharedImage || kind == .packages }
}
