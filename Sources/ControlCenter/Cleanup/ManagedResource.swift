package import FoundationEssentials

/// A thing that carries this installation's mark or lies in one of its folders, whether an app has it or not.
package struct ManagedResource: Hashable, Sendable {
    package enum Kind: String, Sendable, Encodable, CaseIterable {
        // In the order in which they can be taken away: a network goes after the containers in it.
        case container, network, volume, image, stack, workspace
    }

    package let kind: Kind
    /// Docker's own id, a volume's or a folder's name.
    package let key: String
    /// For people.
    package let name: String
    /// The app that its label or its folder names; nil for one that no app can have.
    package let app: AppName?
    /// The user that a workspace belongs to.
    package let owner: UInt32?
    /// When it was made, or a folder last changed; nil where nobody says.
    package let changedAt: Date?
    /// A container that runs.
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

    /// People may miss it: their files, or an app that still answers although the registry has lost it, as after an older
    /// database was put in its place.
    package var mayHoldData: Bool { [.workspace, .volume].contains(kind) || isRunning }
}
