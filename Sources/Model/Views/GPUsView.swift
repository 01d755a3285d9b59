/// The GPUs as served by the API and shown on the page.
package struct GPUsView: Encodable, Sendable {
    /// nil before the first reading, and while nvidia-smi fails.
    let reading: GPUReading?
    let holders: [String: [GPUHolder]]
    let promises: [String: [GPUPromise]]
    let trouble: StepFailure?
    let incidents: [GPUIncident]

    /// - Parameters:
    ///   - holders: processes with memory on each GPU, by UUID.
    ///   - promises: what is reserved on each GPU, by UUID.
    package init(
        reading: GPUReading?, holders: [String: [GPUHolder]], promises: [String: [GPUPromise]], trouble: StepFailure?,
        incidents: [GPUIncident]
    ) {
        self.reading = reading
        self.holders = holders
        self.promises = promises
        self.trouble = trouble
        self.incidents = incidents
    }

    var withoutLoad: GPUsView {
        let reading = reading.map { GPUReading(gpus: $0.gpus.map(\.withoutLoad), driver: $0.driver) }
        return GPUsView(
            reading: reading, holders: holders.mapValues { $0.map(\.withoutLoad) }, promises: promises,
            trouble: trouble, incidents: incidents)
    }

    enum CodingKeys: String, CodingKey {
        case gpus, driver, cuda, incidents
        case trouble = "gpu_trouble"
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        let cards = reading?.gpus.map {
            Card(gpu: $0, holders: holders[$0.uuid] ?? [], promises: promises[$0.uuid] ?? [])
        }
        try container.encode(cards, forKey: .gpus)
        try container.encode(reading?.driver, forKey: .driver)
        try container.encode(reading?.driver.flatMap { CUDAVersion(ofDriver: $0) }?.description, forKey: .cuda)
        try container.encode(trouble.map(Trouble.init), forKey: .trouble)
        try container.encode(incidents, forKey: .incidents)
    }

    private struct Card: Encodable {
        /// Rounding step: an idle GPU's power fluctuates by a watt or two, which must not count as a change.
        private static let watts = 5.0

        let gpu: GPU
        let holders: [GPUHolder]
        let promises: [GPUPromise]

        enum CodingKeys: String, CodingKey {
            case holders
            case promises = "promised"
        }

        func encode(to encoder: any Encoder) throws {
            var card = gpu
            card.power = gpu.power.map { ($0 / Self.watts).rounded() * Self.watts }
            try card.encode(to: encoder)
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(holders, forKey: .holders)
            try container.encode(promises, forKey: .promises)
        }
    }

    private struct Trouble: Encodable {
        let code: String
        let message: String
        let hint: String

        init(_ failure: StepFailure) {
            code = failure.code
            message = failure.message
            hint = failure.hint
        }
    }
}
