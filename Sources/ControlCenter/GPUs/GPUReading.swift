/// What NVIDIA's tool said in one go.
package struct GPUReading: Equatable, Sendable {
    package var gpus: [GPU]
    package var processes: [GPUProcess]
    /// Such as `550.54.15`.
    package var driver: String?

    package static let none = GPUReading(gpus: [])

    package init(gpus: [GPU], processes: [GPUProcess] = [], driver: String? = nil) {
        self.gpus = gpus
        self.processes = processes
        self.driver = driver
    }
}

/// A process that has memory on a card.
package struct GPUProcess: Equatable, Sendable {
    /// The card's UUID.
    package let gpu: String
    /// The host's number for it.
    package let pid: Int32
    package let name: String
    /// In MiB; nil where the driver does not say.
    package let memory: Int?

    package init(gpu: String, pid: Int32, name: String, memory: Int?) {
        self.gpu = gpu
        self.pid = pid
        self.name = name
        self.memory = memory
    }
}
