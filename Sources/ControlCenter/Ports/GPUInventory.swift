/// The GPUs of this machine.
package protocol GPUInventory: Sendable {
    /// What is there now; empty on a machine without NVIDIA's driver.
    /// - Throws: ``StepFailure`` when the driver's tool fails or does not answer in time.
    func gpus() async throws -> [GPU]
}

package struct GPU: Equatable, Sendable, Codable {
    /// Such as `GPU-7f9c…`; the only name that stays the same when cards come and go.
    package let uuid: String
    package let index: Int
    package let name: String
    /// In MiB, as the driver counts.
    package let totalMemory: Int
    package let usedMemory: Int

    enum CodingKeys: String, CodingKey {
        case uuid, index, name
        case totalMemory = "total_memory_mib"
        case usedMemory = "used_memory_mib"
    }

    package init(uuid: String, index: Int, name: String, totalMemory: Int, usedMemory: Int) {
        self.uuid = uuid
        self.index = index
        self.name = name
        self.totalMemory = totalMemory
        self.usedMemory = usedMemory
    }
}
