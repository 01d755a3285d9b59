package import FoundationEssentials

/// A GPU problem, open until its cause is gone.
package struct GPUIncident: Equatable, Sendable, Encodable {
    package enum Kind: String, Sendable, Encodable {
        case cardGone = "card_gone"
        case driverMismatch = "driver_mismatch"
        case xid
        case deviceLost = "device_lost"
        case tool
    }

    /// Stable while the incident lasts.
    package let id: String
    package let kind: Kind
    package let since: Date
    /// One sentence: what happened.
    package var message: String
    /// One sentence: what to do.
    package var mend: String
    /// UUIDs of the affected GPUs.
    package let gpus: [String]
    /// Deployments that must be recreated, in ascending order.
    package var deployments: [Int64]
    /// True if the GPU itself is faulty, not the program that ran on it.
    var isOfTheCard = false

    enum CodingKeys: String, CodingKey {
        case id, kind, since, message, mend, gpus, deployments
    }
}
