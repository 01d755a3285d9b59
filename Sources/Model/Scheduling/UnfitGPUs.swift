/// GPUs that an app cannot use, since its PyTorch has no kernels for them.
package struct UnfitGPUs: Equatable, Sendable {
    package let uuids: Set<String>
    /// For display, such as `torch 2.1.0`.
    package let wheel: String

    package static let none = UnfitGPUs(uuids: [], wheel: "")

    package init(uuids: Set<String>, wheel: String) {
        self.uuids = uuids
        self.wheel = wheel
    }

    package func contains(_ gpu: GPU) -> Bool { uuids.contains(gpu.uuid) }

    /// Notes for the app's log.
    package func notes(on gpus: [GPU]) -> [String] {
        gpus.filter(contains).map { "GPU \($0.label) is left out: \(wheel) has no kernels for \($0.kind)." }
    }
}

extension GPU {
    /// Such as `NVIDIA GeForce RTX 5090 (sm_120)`.
    var kind: String { name + (capability.map { " (\($0.architecture))" } ?? "") }
}
