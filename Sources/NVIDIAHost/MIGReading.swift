import Model

/// Puts the instances of GPUs in MIG mode in the GPUs' place: CUDA runs nothing on such a GPU as a whole.
struct MIGReading {
    private(set) var gpus: [GPU] = []
    private(set) var processes: [GPUProcess] = []
    private(set) var warnings: [String] = []

    /// - Parameters:
    ///   - split: UUIDs of the GPUs in MIG mode.
    ///   - list: output of `nvidia-smi -L`.
    ///   - details: output of `nvidia-smi -q -x`; without it, sizes are those of the profiles.
    init(of all: [GPU], split: Set<String>, list: String, details: String) {
        let entries = Dictionary(grouping: MIGList.read(list), by: \.gpu)
        let details = MIGDetails.read(details)
        for gpu in all {
            guard split.contains(gpu.uuid) else {
                gpus.append(gpu)
                continue
            }
            let instances = entries[gpu.uuid] ?? []
            for entry in instances { add(entry, of: gpu, details[gpu.uuid]) }
            if instances.isEmpty {
                warnings.append("GPU \(gpu.index) is in MIG mode and has no instance, so that no app can use it")
            }
        }
    }

    private mutating func add(_ entry: MIGList.Entry, of gpu: GPU, _ details: MIGDetails?) {
        let instance = MIGInstance(number: entry.number, profile: entry.profile)
        let seen = details?.instances[entry.number]
        let sharers = seen.flatMap { details?.sharers(of: $0) } ?? 1
        let own = seen.flatMap { details?.processes(of: $0, uuid: entry.uuid) } ?? []
        // Compute instances of one GPU instance share its memory: each counts for its part, and for its own processes.
        let used = sharers > 1 ? own.compactMap(\.memory).reduce(0, +) : seen?.used ?? 0
        gpus.append(
            GPU(
                uuid: entry.uuid, index: gpu.index, name: "\(gpu.name) MIG \(entry.profile)",
                totalMemory: (seen?.total ?? instance.memory ?? 0) / sharers, usedMemory: used, busID: gpu.busID,
                temperature: gpu.temperature, power: gpu.power, capability: gpu.capability, instance: instance))
        processes += own
    }
}
