/// The GPU code in a program, one entry for each architecture that it was compiled for.
struct Kernels: Equatable, Sendable {
    /// Machine code: runs on the same major version, and on the same minor version or a newer one.
    let compiled: [ComputeCapability]
    /// PTX: the driver compiles it for any newer GPU.
    let portable: ComputeCapability?

    func run(on gpu: ComputeCapability) -> Bool {
        compiled.contains { $0.major == gpu.major && $0.minor <= gpu.minor } || portable.map { $0 <= gpu } ?? false
    }
}

extension Kernels {
    /// - Parameter list: in the form of `TORCH_CUDA_ARCH_LIST`, such as `8.0 8.6 9.0+PTX` or `8.0;9.0a`.
    /// - Returns: nil for lists with other words, such as `Ampere`.
    init?(list: String) {
        var compiled: [ComputeCapability] = []
        var portable: ComputeCapability?
        for word in list.split(whereSeparator: { $0 == " " || $0 == ";" }) {
            let isPortable = word.hasSuffix("+PTX")
            let number = isPortable ? word.dropLast(4) : word
            // `9.0a` also has code that only this architecture runs.
            guard let capability = ComputeCapability(number.hasSuffix("a") ? number.dropLast() : number) else {
                return nil
            }
            compiled.append(capability)
            if isPortable { portable = capability }
        }
        guard !compiled.isEmpty else { return nil }
        self.init(compiled: compiled, portable: portable)
    }
}
