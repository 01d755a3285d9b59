package import FoundationEssentials

/// The warning that an idle app will be stopped.
package struct IdleNotice: Equatable, Sendable, Encodable {
    package let quietSince: Date
    package let stopsAt: Date

    package init(quietSince: Date, stopsAt: Date) {
        self.quietSince = quietSince
        self.stopsAt = stopsAt
    }

    enum CodingKeys: String, CodingKey {
        case quietSince = "quiet_since"
        case stopsAt = "stops_at"
    }
}
