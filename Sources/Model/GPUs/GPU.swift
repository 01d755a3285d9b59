/// What an app can be given: a whole GPU, or one MIG instance of a GPU.
package struct GPU: Equatable, Sendable, Encodable {
    /// For example `GPU-7f9c…` or `MIG-3d2a…`; unlike the index, it stays the same when GPUs are added or removed.
    package let uuid: String
    /// Of the GPU, also for its MIG instances.
    package let index: Int
    package let name: String
    /// MiB, as reported by the driver; the host's for ``hasUnifiedMemory``; 0 if unknown.
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
    /// nil for a whole GPU.
    package var instance: MIGInstance?
    /// True if the GPU has no memory of its own, but uses the host's, such as GB10.
    package var hasUnifiedMemory = false

    enum CodingKeys: String, CodingKey {
        case uuid, index, name, label
        case totalMemory = "total_memory_mib"
        case usedMemory = "used_memory_mib"
        case busID = "bus_id"
        case utilisation = "utilisation_percent"
        case temperature = "temperature_celsius"
        case power = "power_watts"
        case capability = "compute_capability"
        case migProfile = "mig_profile"
        case hasUnifiedMemory = "unified_memory"
    }

    package init(
        uuid: String, index: Int, name: String, totalMemory: Int, usedMemory: Int, busID: String? = nil,
        utilisation: Int? = nil, temperature: Int? = nil, power: Double? = nil,
        capability: ComputeCapability? = nil, instance: MIGInstance? = nil, hasUnifiedMemory: Bool = false
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
        self.instance = instance
        self.hasUnifiedMemory = hasUnifiedMemory
    }

    /// Names it on this machine, as NVIDIA's container toolkit does: the GPU's index, and the instance's number with MIG.
    package var label: String { instance.map { "\(index):\($0.number)" } ?? "\(index)" }

    /// Sorts GPUs by index, and MIG instances by number within.
    var place: Int { index << 8 | (instance?.number ?? 0) }

    /// Without the figures that change all the time.
    var withoutLoad: GPU {
        GPU(
            uuid: uuid, index: index, name: name, totalMemory: totalMemory, usedMemory: 0, busID: busID,
            capability: capability, instance: instance, hasUnifiedMemory: hasUnifiedMemory)
    }

    /// Encodes null instead of omitting values that are not reported.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(uuid, forKey: .uuid)
        try container.encode(index, forKey: .index)
        try container.encode(label, forKey: .label)
        try container.encode(name, forKey: .name)
        try container.encode(totalMemory, forKey: .totalMemory)
        try container.encode(usedMemory, forKey: .usedMemory)
        try container.encode(busID, forKey: .busID)
        try container.encode(utilisation, forKey: .utilisation)
        try container.encode(temperature, forKey: .temperature)
        try container.encode(power, forKey: .power)
        try container.encode(capability, forKey: .capability)
        try container.encode(instance?.profile, forKey: .migProfile)
        try container.encode(hasUnifiedMemory, forKey: .hasUnifiedMemory)
    }
}
