/// The PyTorch that an app will run with: the image's own, or the builds that its requirements may install.
struct TorchBuilds: Equatable {
    /// For display, such as `torch 2.1.0`.
    let name: String
    let origin: Origin
    /// Of each build, at least one.
    let kernels: [Kernels]
    let versions: [TorchVersion]

    private static let longestText = 200

    enum Origin: Equatable {
        case image
        /// - `line`: of the requirements file.
        /// - `isFromPyPI`: a build of the same version is on one of PyTorch's own indexes.
        case requirements(line: String, isFromPyPI: Bool)
    }

    /// - Returns: nil if the app has no PyTorch, or one of which nothing is known.
    static func of(requirements: String?, image: [String: String]) -> TorchBuilds? {
        let lines = requirements.map { CUDARequirement.lines(of: $0) } ?? []
        guard let alternatives = TorchRequirement.alternatives(in: lines) else { return nil }
        // Installers keep the image's own PyTorch if it is what the requirements ask for.
        if let own = image["PYTORCH_VERSION"].flatMap({ TorchVersion(ofImage: $0) }),
            alternatives.allSatisfy({ $0.build == nil && $0.range.contains(own) })
        {
            return TorchBuilds(own, image: image)
        }
        let source = TorchSource(lines: lines)
        let wheels = alternatives.map { $0.wheels(from: source) }
        guard let first = alternatives.first, !wheels.contains(nil) else { return nil }
        let all = wheels.flatMap { $0 ?? [] }
        let isPinned = alternatives.count == 1 && first.build == nil && first.range.exact != nil
        return TorchBuilds(
            name: clean(first.name),
            origin: .requirements(line: clean(first.line), isFromPyPI: isPinned && all.allSatisfy(\.isOnPyPI)),
            kernels: all.map(\.kernels), versions: all.map { TorchVersion($0.major, $0.minor) })
    }

    /// A repository may contain any text.
    private static func clean(_ text: String) -> String { LogText.clean(text.utf8.prefix(longestText)) }

    func run(on gpu: ComputeCapability) -> Bool { kernels.contains { $0.run(on: gpu) } }
}

extension TorchBuilds {
    /// NVIDIA's images name the architectures of their own build; the others have one of PyTorch's.
    fileprivate init?(_ own: TorchVersion, image: [String: String]) {
        let kernels: [Kernels]
        if image["NVIDIA_PYTORCH_VERSION"]?.isEmpty == false {
            kernels = image["TORCH_CUDA_ARCH_LIST"].flatMap { Kernels(list: $0) }.map { [$0] } ?? []
        } else {
            let wheels = TorchWheel.all.filter { $0.major == own.major && $0.minor == own.minor }
            let cuda = image["CUDA_VERSION"].flatMap { CUDAVersion($0) }
            let exact = wheels.filter { $0.cuda == cuda }
            kernels = (exact.isEmpty ? wheels : exact).map(\.kernels)
        }
        guard !kernels.isEmpty else { return nil }
        self.init(name: "torch \(own)", origin: .image, kernels: kernels, versions: [own])
    }
}

extension TorchVersion {
    /// - Parameter text: such as `2.1.0`, or `2.1.0a0+32f93b1` in NVIDIA's images.
    fileprivate init?(ofImage text: String) {
        let numbers = text.prefix { $0.isNumber || $0 == "." }
        guard let version = TorchVersion(numbers) else { return nil }
        let isPreview = text.dropFirst(numbers.count).first?.isLetter ?? false
        self.init(version.major, version.minor, version.patch, isPreview: isPreview)
    }
}
