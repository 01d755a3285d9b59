/// Whether an app that asked for cards now would get them, for the form.
package struct GPUFit: Equatable, Sendable, Encodable {
    package let fits: Bool
    /// On which cards, or what is in the way; for what never fits the failure's code and a sentence.
    package let why: String
    /// The place in the line that it would get.
    package let position: Int?

    enum CodingKeys: String, CodingKey {
        case fits, why, position
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(fits, forKey: .fits)
        try container.encode(why, forKey: .why)
        try container.encode(position, forKey: .position)
    }
}
