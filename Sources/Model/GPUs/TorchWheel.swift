/// PyTorch's builds of one minor version for one CUDA version, for Linux on x86-64.
struct TorchWheel: Equatable, Sendable {
    let major: Int
    let minor: Int
    let cuda: CUDAVersion
    let kernels: Kernels

    /// Most patch releases that a minor version had.
    private static let patches = 0...2

    var versions: [TorchVersion] { Self.patches.map { TorchVersion(major, minor, $0) } }
    /// Such as `2.7`.
    var release: String { "\(major).\(minor)" }
    /// PyTorch's own package index with this build.
    var index: String { "https://download.pytorch.org/whl/\(cuda.tag)" }
    /// True if it is the build on PyPI, which is installed if no other index is named.
    var isOnPyPI: Bool { Self.onPyPI.contains { $0.major == major && $0.minors.contains(minor) && $0.cuda == cuda } }

    func runs(on gpu: ComputeCapability) -> Bool { kernels.run(on: gpu) }

    /// From oldest to newest, by version and then by CUDA version.
    static let all: [TorchWheel] = builds.flatMap { row in
        row.minors.map { minor in
            TorchWheel(
                major: row.major, minor: minor, cuda: row.cuda,
                kernels: Kernels(compiled: row.compiled.map(capability), portable: row.portable.map(capability)))
        }
    }.sorted { ($0.major, $0.minor, $0.cuda) < ($1.major, $1.minor, $1.cuda) }

    /// 86 means 8.6.
    private static func capability(_ number: Int) -> ComputeCapability {
        ComputeCapability(number / 10, number % 10)
    }

    private typealias Build = (
        major: Int, minors: ClosedRange<Int>, cuda: CUDAVersion, compiled: [Int], portable: Int?
    )

    /// Versions before 1.12 are not listed. Sources: PyTorch's RELEASE.md, "Release Compatibility Matrix" and "PyTorch
    /// CUDA Support Matrix"; `manywheel/build_cuda.sh` in pytorch/builder and pytorch/pytorch; `get_arch_list()` of the
    /// wheels, as quoted in pytorch issues 172352 and 182250 and in Cog's `pkg/doctor/gpu_compatibility.go`.
    private static let builds: [Build] = [
        (1, 12...12, .init(10, 2), [37, 50, 60, 70], nil),
        (1, 12...12, .init(11, 3), [37, 50, 60, 70, 75, 80, 86], nil),
        (1, 12...13, .init(11, 6), [37, 50, 60, 70, 75, 80, 86], nil),
        (1, 13...13, .init(11, 7), [37, 50, 60, 70, 75, 80, 86], nil),
        (2, 0...0, .init(11, 7), [37, 50, 60, 70, 75, 80, 86], nil),
        (2, 0...7, .init(11, 8), [37, 50, 60, 70, 75, 80, 86, 90], nil),
        (2, 1...5, .init(12, 1), [50, 60, 70, 75, 80, 86, 90], nil),
        (2, 4...6, .init(12, 4), [50, 60, 70, 75, 80, 86, 90], nil),
        (2, 6...14, .init(12, 6), [50, 60, 70, 75, 80, 86, 90], nil),
        (2, 7...7, .init(12, 8), [75, 80, 86, 90, 100, 120], 120),
        (2, 8...10, .init(12, 8), [70, 75, 80, 86, 90, 100, 120], nil),
        (2, 11...11, .init(12, 8), [75, 80, 86, 90, 100, 120], nil),
        (2, 8...8, .init(12, 9), [70, 75, 80, 86, 90, 100, 120], 120),
        (2, 9...15, .init(13, 0), [75, 80, 86, 90, 100, 120], 120),
        (2, 12...15, .init(13, 2), [75, 80, 86, 90, 100, 120], 120),
    ]

    /// From the requirements in the metadata of PyPI's wheels, such as `nvidia-cuda-runtime-cu12==12.8.90`.
    private static let onPyPI: [(major: Int, minors: ClosedRange<Int>, cuda: CUDAVersion)] = [
        (1, 12...12, .init(10, 2)), (1, 13...13, .init(11, 7)), (2, 0...0, .init(11, 7)), (2, 1...4, .init(12, 1)),
        (2, 5...6, .init(12, 4)), (2, 7...7, .init(12, 6)), (2, 8...10, .init(12, 8)), (2, 11...14, .init(13, 0)),
        (2, 15...15, .init(13, 2)),
    ]
}
