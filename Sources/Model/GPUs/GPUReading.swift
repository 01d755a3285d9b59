/// One reading of nvidia-smi.
package struct GPUReading: Equatable, Sendable {
    package var gpus: [GPU]
    package var processes: [GPUProcess]
    /// For example `550.54.15`.
    package var driver: String?

    package static let none = GPUReading(gpus: [])

    package init(gpus: [GPU], processes: [GPUProcess] = [], driver: String? = nil) {
        self.gpus = gpus
        self.processes = processes
        self.driver = driver
    }
}

/// A process with memory on a GPU.
package struct GPUProcess: Equatable, Sendable {
    /// UUID of the GPU.
    package let gpu: String
    /// PID in the host's namespace.
    package let pid: Int32
    package let name: String
    /// MiB; nil if not reported.
    package let memory: Int?

    package init(gpu: String, pid: Int32, name: String, memory: Int?) {
        self.gpu = gpu
        self.pid = pid
        self.name = name
        self.memory = memory
    }
}
