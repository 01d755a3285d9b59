package import FoundationEssentials

/// A managed resource that no app uses.
package struct Orphan: Equatable, Sendable, Encodable {
    package let found: ManagedResource
    /// One sentence.
    package let why: String
    /// Disk usage; nil if unknown.
    package var bytes: Int64?
    /// When it was first seen as an orphan.
    package let since: Date
    /// Kept until then, in case it is still needed; nil if it can be removed now.
    package let graceUntil: Date?

    enum CodingKeys: String, CodingKey {
        case id, kind, name, bytes, since, why
        case graceUntil = "grace_until"
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(found.id, forKey: .id)
        try container.encode(found.kind, forKey: .kind)
        try container.encode(found.name, forKey: .name)
        try container.encode(bytes, forKey: .bytes)
        try container.encode(since, forKey: .since)
        try container.encode(why, forKey: .why)
        try container.encode(graceUntil, forKey: .graceUntil)
    }
}
