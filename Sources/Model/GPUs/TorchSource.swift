/// Where an app's PyTorch comes from: PyPI, or the package indexes that its requirements name.
struct TorchSource: Equatable, Sendable {
    /// CUDA versions of PyTorch's own indexes, such as 12.8 for `https://download.pytorch.org/whl/cu128`.
    private var builds: Set<CUDAVersion> = []
    private var replacesPyPI = false
    /// True if an index may have builds that are not known here: another host, nightly builds, builds without CUDA.
    private var isUnknown = false

    /// - Parameter lines: of a requirements file, without comments.
    init(lines: [String]) {
        for line in lines {
            let words = line.split(whereSeparator: { $0 == " " || $0 == "=" })
            for (option, value) in zip(words, words.dropFirst()) {
                switch option {
                case "-i", "--index-url": add(String(value), replacing: true)
                case "--extra-index-url", "-f", "--find-links": add(String(value), replacing: false)
                default: break
                }
            }
            if words.contains("--pre") || words.contains("--no-index") { isUnknown = true }
        }
    }

    private mutating func add(_ address: String, replacing: Bool) {
        if replacing {
            replacesPyPI = true
            builds = []
        }
        let parts = address.lowercased().split(separator: "/").drop { $0.hasSuffix(":") }
        guard let host = parts.first else { return }
        if host == "pypi.org" {
            replacesPyPI = false
        } else if host == "download.pytorch.org", parts.dropFirst().first == "whl" {
            // `whl` itself has all builds, but those with a tag only by their tag.
            guard let folder = parts.dropFirst(2).first, folder != "torch_stable.html" else { return }
            if let cuda = CUDAVersion(tag: folder) { builds.insert(cuda) } else { isUnknown = true }
        } else {
            isUnknown = true
        }
    }

    /// The builds of a minor version that an installer may choose.
    /// - Parameter wheels: all builds of this version.
    /// - Returns: nil if unknown.
    func choice(of wheels: [TorchWheel]) -> [TorchWheel]? {
        guard !isUnknown else { return nil }
        // With the same version on two indexes, installers take the one with a build tag.
        let named = wheels.filter { builds.contains($0.cuda) }
        return named.isEmpty && !replacesPyPI ? wheels.filter(\.isOnPyPI) : named
    }
}
