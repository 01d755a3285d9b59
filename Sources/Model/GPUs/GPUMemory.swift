/// Memory an app needs on each of its GPUs, in whole GiB.
package struct GPUMemory: Hashable, Sendable {
    package static let range = 1...1024

    package let gib: Int
    /// In the unit of NVIDIA's tools.
    package var mib: Int { gib << 10 }

    package init(gib: Int) throws(FieldError) {
        guard Self.range.contains(gib) else {
            throw FieldError(
                field: "gpu_memory_gib", code: "gpu_memory_range",
                message:
                    "Enter \(Self.range.lowerBound) to \(Self.range.upperBound) GiB of GPU memory, or leave it empty.")
        }
        self.gib = gib
    }
}
