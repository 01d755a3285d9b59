/// One GPU as reported by the driver.
package struct GPU: Equatable, Sendable, Encodable {
    /// For example `GPU-7f9c…`; unlike the index, it stays the same when GPUs are added or removed.
    package let uuid: String
    package let index: Int
    package let name: String
    /// MiB, as reported by the driver.
    package let totalMemory: Int
    package let usedMemory: Int
    /// For example `00000000:01:00.0`; the kernel log identifies GPUs by it.
    package var busID: String?
    /// Percent; nil if not reported.
    package var utilisation: Int?
    /// Degrees Celsius.
    package var temperature: Int?
    /// Watts.
    package var power: Double?
    /// nil if not reported.
    package var capability: ComputeCapability?

    enum CodingKeys: String, CodingKey {
        case uuid, index, name
        case totalMemory = "total_memory_mib"
        case usedMemory = "used_memory_mib"
        case busID = "bus_id"
        case utilisation = "utilisation_percent"
        case temperature = "temperature_celsius"
        case power = "power_watts"
        case capability = "compute_capability"
    }

    package init(
        uuid: String, index: Int, name: String, totalMemory: Int, usedMemory: Int, busID: String? = nil,
        utilisation: Int? = nil, temperature: Int? = nil, power: Double? = nil,
        capability: ComputeCapability? = nil
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
        self.capability = capability
    }

    /// Without the figures that change all the time.
    var withoutLoad: GPU {
        GPU(
            uuid: uuid, index: index, name: name, totalMemory: totalMemory, usedMemory: 0, busID: busID,
            capability: capability)
    }

    /// Encodes null instead of omitting values that are not reported.
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
        try container.encode(capability, forKey: .capability)
    }
}
