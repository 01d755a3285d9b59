/// One card, as the driver shows it.
package struct GPU: Equatable, Sendable, Encodable {
    /// Such as `GPU-7f9c…`; the only name that stays the same when cards come and go.
    package let uuid: String
    package let index: Int
    package let name: String
    /// In MiB, as the driver counts.
    package let totalMemory: Int
    package let usedMemory: Int
    /// Such as `00000000:01:00.0`, by which the kernel's log names a card.
    package var busID: String?
    /// 0 to 100; nil where the card does not say.
    package var utilisation: Int?
    /// In degrees Celsius.
    package var temperature: Int?
    /// In watts.
    package var power: Double?

    enum CodingKeys: String, CodingKey {
        case uuid, index, name
        case totalMemory = "total_memory_mib"
        case usedMemory = "used_memory_mib"
        case busID = "bus_id"
        case utilisation = "utilisation_percent"
        case temperature = "temperature_celsius"
        case power = "power_watts"
    }

    package init(
        uuid: String, index: Int, name: String, totalMemory: Int, usedMemory: Int, busID: String? = nil,
        utilisation: Int? = nil, temperature: Int? = nil, power: Double? = nil
    ) {
        self.uuid = uuid
        self.index = index
        self.name = name
        self.totalMemory = totalMemory
        self.usedMemory = usedMemory
        self.busID = busID
        self.utilisation = utilisation
        self.temperature = temperature
        self.power = power
    }

    /// What a card does not say is null, not left out.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(uuid, forKey: .uuid)
        try container.encode(index, forKey: .index)
        try container.encode(name, forKey: .name)
        try container.encode(totalMemory, forKey: .totalMemory)
        try container.encode(usedMemory, forKey: .usedMemory)
        try container.encode(busID, forKey: .busID)
        try container.encode(utilisation, forKey: .utilisation)
        try container.encode(temperature, forKey: .temperature)
        try container.encode(power, forKey: .power)
    }
}
