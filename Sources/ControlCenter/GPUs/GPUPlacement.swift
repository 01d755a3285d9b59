/// Which GPUs an app gets, and why.
struct GPUPlacement: Equatable {
    let uuids: [String]
    /// For people: why these.
    let reason: String

    /// Prefers GPUs that fewer of our apps hold, then those with more free memory, then the lower index.
    /// - Parameter held: how many other apps hold each GPU, by UUID.
    static func choose(_ count: GPUCount, from gpus: [GPU], held: [String: Int]) throws(StepFailure) -> GPUPlacement {
        guard gpus.count >= count.rawValue else {
            throw StepFailure(
                code: "gpus_missing",
                message: "The app asks for \(count.rawValue) GPU(s) and this machine shows \(gpus.count).",
                hint: gpus.isEmpty
                    ? "Install NVIDIA's driver and container toolkit, or deploy the app with 0 GPUs."
                    : "Ask for at most \(gpus.count).")
        }
        let ranked = gpus.sorted { first, second in
            let rank = { (gpu: GPU) in (held[gpu.uuid] ?? 0, gpu.usedMemory - gpu.totalMemory, gpu.index) }
            return rank(first) < rank(second)
        }
        let chosen = ranked.prefix(count.rawValue)
        let reasons = chosen.map { gpu in
            let sharers = held[gpu.uuid] ?? 0
            let sharing = sharers == 0 ? "no other app on it" : "shared with \(sharers)"
            return "GPU \(gpu.index): \(gpu.totalMemory - gpu.usedMemory) MiB free, \(sharing)"
        }
        return GPUPlacement(uuids: chosen.map(\.uuid), reason: reasons.joined(separator: "; "))
    }
}
