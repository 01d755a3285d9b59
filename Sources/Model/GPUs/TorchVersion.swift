/// A version of PyTorch, such as 2.7.1.
struct TorchVersion: Hashable, Comparable, Sendable, CustomStringConvertible {
    let major: Int
    let minor: Int
    let patch: Int
    /// A build from before the release, such as `2.9.0a0+145a3a7` in NVIDIA's images.
    let isPreview: Bool

    init(_ major: Int, _ minor: Int, _ patch: Int = 0, isPreview: Bool = false) {
        self.major = major
        self.minor = minor
        self.patch = patch
        self.isPreview = isPreview
    }

    /// - Parameter text: without a build tag, such as `2.7` or `2.7.1`; nil for previews.
    init?(_ text: some StringProtocol) {
        let numbers = text.split(separator: ".", omittingEmptySubsequences: false).map { Int($0) }
        guard (2...3).contains(numbers.count), let major = numbers[0], let minor = numbers[1] else { return nil }
        guard let patch = numbers.count == 3 ? numbers[2] : 0 else { return nil }
        self.init(major, minor, patch)
    }

    var description: String { "\(major).\(minor).\(patch)" }

    static func < (first: TorchVersion, second: TorchVersion) -> Bool {
        (first.major, first.minor, first.patch, first.isPreview ? 0 : 1)
            < (second.major, second.minor, second.patch, second.isPreview ? 0 : 1)
    }
}
