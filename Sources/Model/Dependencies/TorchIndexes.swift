/// Builds of PyTorch and its kin such as `torch==2.1.0+cu118` are only in PyTorch's own index, which has to be named.
enum TorchIndexes {
    private static let packages: Set<String> = [
        "torch", "torchvision", "torchaudio", "torchtext", "torchdata", "xformers", "pytorch-triton", "torch-scatter",
        "torch-sparse",
        "torch-cluster", "torch-spline-conv", "pyg-lib",
    ]
    private static let extensions: Set<String> = [
        "torch-scatter", "torch-sparse", "torch-cluster", "torch-spline-conv", "pyg-lib",
    ]

    private static let maximumPlaces = 50

    static func problems(of lines: [DependencyLine]) -> [DependencyProblem] {
        let places = lines.filter(\.isOption).map(\.requirement).filter {
            ["--index-url", "--extra-index-url", "--find-links"].contains(where: $0.hasPrefix)
        }
        return lines.compactMap { problem(of: $0, Array(places.prefix(maximumPlaces))) }
    }

    private static func problem(of line: DependencyLine, _ places: [String]) -> DependencyProblem? {
        guard let named = NamedRequirement(line.requirement), packages.contains(named.name), !named.isForOneSystem,
            let version = named.pinned, let plus = version.firstIndex(of: "+")
        else { return nil }
        let build = String(version[version.index(after: plus)...])
        // Another index may have it as well: only PyTorch's own can be told by its address.
        guard !places.contains(where: { !$0.contains("download.pytorch.org") || has(build, $0) }) else { return nil }
        let bare = "\(named.writtenName)==\(version[..<plus])" + (named.marker.map { "; \($0)" } ?? "")
        if build.hasPrefix("rocm") || build.hasPrefix("xpu") {
            return DependencyProblem(
                "torch_other_card", line, "\(line.text) is a build for other cards than NVIDIA's.",
                fix: .init(skip: [line.text], extra: [bare]))
        }
        if extensions.contains(named.name) || build.hasPrefix("pt") {
            let page = "https://data.pyg.org/whl/torch-\(torchVersion(build)).html"
            return DependencyProblem(
                "torch_index", line, "\(line.text) is not on PyPI, and the requirements name no other index.",
                fix: build.hasPrefix("pt") ? .init(extra: ["--find-links \(page)"]) : nil)
        }
        let index = "https://download.pytorch.org/whl/\(build.prefix { $0.isLetter || $0.isNumber })"
        return DependencyProblem(
            "torch_index", line,
            "\(line.text) is not on PyPI but in PyTorch's index, which the requirements do not name.",
            fix: .init(extra: ["--extra-index-url \(index)"]))
    }

    /// PyTorch's general indexes have all builds.
    private static func has(_ build: String, _ place: String) -> Bool {
        let rest = place.drop { $0 != "/" }
        return rest.contains("/\(build)") || rest.hasSuffix("/whl") || rest.hasSuffix("/whl/")
            || rest.contains("torch_stable")
    }

    /// `pt20cu118` is PyTorch 2.0.0 with CUDA 11.8.
    private static func torchVersion(_ build: String) -> String {
        let digits = build.dropFirst(2).prefix { $0.isNumber }
        let card = build.dropFirst(2 + digits.count)
        return "\(digits.prefix(1)).\(digits.dropFirst()).0+\(card)"
    }
}
