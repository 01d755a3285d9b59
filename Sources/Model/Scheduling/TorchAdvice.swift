/// The PyTorch to use on a GPU that an app's own has no kernels for.
struct TorchAdvice: Equatable {
    private enum Distance: String {
        case same = ""
        case later = " or later"
        case earlier = " or earlier"
    }

    let wheel: TorchWheel
    private let distance: Distance

    /// Prefers another build of the same version, then the nearest later version, then the nearest earlier one.
    /// - Parameters:
    ///   - versions: those that the app may get.
    ///   - driver: the newest CUDA version that the driver supports; nil if unknown.
    /// - Returns: nil if no known build has kernels for the GPU.
    init?(for gpu: ComputeCapability, instead versions: [TorchVersion], driver: CUDAVersion?) {
        guard let newest = versions.max() else { return nil }
        let fitting = TorchWheel.all.filter { wheel in
            wheel.runs(on: gpu) && driver.map { wheel.cuda.major <= $0.major } ?? true
        }
        let own = (newest.major, newest.minor)
        if let wheel = fitting.first(where: { ($0.major, $0.minor) == own }) {
            self.init(wheel: wheel, distance: .same)
        } else if let wheel = fitting.first(where: { ($0.major, $0.minor) > own }) {
            self.init(wheel: wheel, distance: .later)
        } else if let wheel = fitting.last {
            self.init(wheel: wheel, distance: .earlier)
        } else {
            return nil
        }
    }

    private init(wheel: TorchWheel, distance: Distance) {
        self.wheel = wheel
        self.distance = distance
    }

    /// Such as `torch 2.7 or later built for CUDA 12.8`.
    var words: String { "torch \(wheel.release)\(distance.rawValue) built for CUDA \(wheel.cuda)" }

    /// Only if another build of the very same version would do: other packages may not work with another version.
    func action(for torch: TorchBuilds) -> FailureAction? {
        guard distance == .same, case .requirements(_, isFromPyPI: true) = torch.origin else { return nil }
        let version = torch.name.replacing("torch ", with: "torch==")
        return .addRequirements(["--extra-index-url \(wheel.index)", "\(version)+\(wheel.cuda.tag)"])
    }
}
