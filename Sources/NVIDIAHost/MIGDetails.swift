import Model

/// Memory and processes of MIG instances, from `nvidia-smi -q -x`. It names no UUID of an instance, but numbers them as
/// ``MIGList`` does. The CSV queries know the whole GPU only.
struct MIGDetails {
    static let arguments = ["-q", "-x"]

    struct Instance: Equatable {
        let gpuInstance: Int
        let computeInstance: Int
        /// MiB of the GPU instance, which its compute instances share.
        let total: Int?
        let used: Int?
    }

    /// By number.
    private(set) var instances: [Int: Instance] = [:]
    private var processes: [XMLElement] = []

    /// - Returns: by the GPU's UUID.
    static func read(_ text: String) -> [String: MIGDetails] {
        let gpus = XMLElement.read(text).first("nvidia_smi_log")?.all("gpu") ?? []
        return Dictionary(gpus.compactMap { gpu in gpu.first("uuid").map { ($0.text, MIGDetails(gpu)) } }) { $1 }
    }

    private init(_ gpu: XMLElement) {
        for device in gpu.first("mig_devices")?.all("mig_device") ?? [] {
            guard let number = device.number("index"), let gpuInstance = device.number("gpu_instance_id"),
                let computeInstance = device.number("compute_instance_id")
            else { continue }
            let memory = device.first("fb_memory_usage")
            instances[number] = Instance(
                gpuInstance: gpuInstance, computeInstance: computeInstance, total: memory?.number("total"),
                used: memory?.number("used"))
        }
        processes = gpu.first("processes")?.all("process_info") ?? []
    }

    /// Number of compute instances that share the memory of this one's GPU instance.
    func sharers(of instance: Instance) -> Int {
        instances.values.count { $0.gpuInstance == instance.gpuInstance }
    }

    /// - Parameter uuid: the instance's.
    func processes(of instance: Instance, uuid: String) -> [GPUProcess] {
        processes.compactMap { process in
            guard process.number("gpu_instance_id") == instance.gpuInstance,
                process.number("compute_instance_id") == instance.computeInstance,
                let pid = process.number("pid").flatMap({ Int32(exactly: $0) })
            else { return nil }
            return GPUProcess(
                gpu: uuid, pid: pid, name: ProcessQuery.name(process.first("process_name")?.text ?? ""),
                memory: process.number("used_memory"))
        }
    }
}
