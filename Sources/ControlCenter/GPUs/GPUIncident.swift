package import FoundationEssentials

/// Something that is wrong with the GPUs, until its cause is gone.
package struct GPUIncident: Equatable, Sendable, Encodable {
    package enum Kind: String, Sendable, Encodable {
        case cardGone = "card_gone"
        case driverMismatch = "driver_mismatch"
        case xid
        case deviceLost = "device_lost"
        case tool
    }

    /// The same while it lasts.
    package let id: String
    package let kind: Kind
    package let since: Date
    /// One sentence on what happened.
    package var message: String
    /// One sentence on what to do.
    package var mend: String
    /// UUIDs of the cards.
    package let gpus: [String]
    /// Those of the apps that have to be recreated, in rising order.
    package var deployments: [Int64]
    /// The card itself is at fault, not what ran on it.
    var isOfTheCard = false

    enum CodingKeys: String, CodingKey {
        case id, kind, since, message, mend, gpus, deployments
    }
}

/// An app that runs on cards.
struct PlacedApp: Equatable {
    let name: AppName
    let deployment: Int64
    let gpus: [String]
    /// When its container was started.
    let since: Date
}
