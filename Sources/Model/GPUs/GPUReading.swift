/// One reading of nvidia-smi.
package struct GPUReading: Equatable, Sendable {
    package var gpus: [GPU]
    package var processes: [GPUProcess]
    /// For example `550.54.15`.
    package var driver: String?
    /// UUIDs of GPUs in MIG mode: ``gpus`` holds their instances instead.
    package var split: Set<String>
    /// What nvidia-smi printed besides its rows, one line each, clean.
    package var warnings: [String]

    package static let none = GPUReading(gpus: [])

    package init(
        gpus: [GPU], processes: [GPUProcess] = [], driver: String? = nil, split: Set<String> = [],
        warnings: [String] = []
    ) {
        self.gpus = gpus
        self.processes = processes
        self.driver = driver
        self.split = split
        self.warnings = warnings
    }
}

/// A process with memory on a GPU.
package struct GPUProcess: Equatable, Sendable {
    /// UUID of the GPU or MIG instance.
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
