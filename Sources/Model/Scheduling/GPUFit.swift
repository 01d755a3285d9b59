/// Whether a GPU request would be fulfilled now, for the form.
package struct GPUFit: Equatable, Sendable, Encodable {
    package let fits: Bool
    /// The GPUs it would get, or what blocks it; for a request that can never fit, the failure's code and message.
    package let why: String
    /// Position it would get in the GPU queue.
    package let position: Int?

    package init(fits: Bool, why: String, position: Int?) {
        self.fits = fits
        self.why = why
        self.position = position
    }

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
