package import FoundationEssentials

/// The warning that an app will be stopped because nobody uses it.
package struct IdleNotice: Equatable, Sendable, Encodable {
    package let quietSince: Date
    package let stopsAt: Date

    enum CodingKeys: String, CodingKey {
        case quietSince = "quiet_since"
        case stopsAt = "stops_at"
    }
}
