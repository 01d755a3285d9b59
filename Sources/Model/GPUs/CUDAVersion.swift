/// A CUDA version, such as 12.4.
package struct CUDAVersion: Hashable, Comparable, Sendable, CustomStringConvertible {
    package let major: Int
    package let minor: Int

    /// Newest CUDA version of each driver branch, ascending (CUDA Toolkit release notes, table "CUDA Toolkit and
    /// Corresponding Driver Versions").
    private static let branches: [(driver: Int, cuda: CUDAVersion)] = [
        (450, .init(11, 0)), (455, .init(11, 1)), (460, .init(11, 2)), (465, .init(11, 3)), (470, .init(11, 4)),
        (495, .init(11, 5)), (510, .init(11, 6)), (515, .init(11, 7)), (520, .init(11, 8)), (525, .init(12, 0)),
        (530, .init(12, 1)), (535, .init(12, 2)), (545, .init(12, 3)), (550, .init(12, 4)), (555, .init(12, 5)),
        (560, .init(12, 6)), (565, .init(12, 7)), (570, .init(12, 8)), (575, .init(12, 9)), (580, .init(13, 0)),
        (590, .init(13, 1)),
    ]

    package init(_ major: Int, _ minor: Int) {
        self.major = major
        self.minor = minor
    }

    /// The newest version that a driver supports; nil for drivers older than CUDA 11 and unknown formats.
    /// - Parameter driver: such as `550.54.15`.
    package init?(ofDriver driver: String) {
        guard let branch = driver.split(separator: ".").first.flatMap({ Int($0) }),
            let newest = Self.branches.last(where: { $0.driver <= branch })
        else { return nil }
        self = newest.cuda
    }

    /// - Parameter text: such as `13`, `12.4` or `13.0.0.044`.
    init?(_ text: some StringProtocol) {
        let numbers = text.split(separator: ".").prefix(2).map { Int($0) }
        guard let major = numbers.first ?? nil, (1...99).contains(major) else { return nil }
        self.init(major, (numbers.count > 1 ? numbers[1] : nil) ?? 0)
    }

    /// - Parameter tag: as ``tag``.
    init?(tag: some StringProtocol) {
        guard tag.hasPrefix("cu"), let number = Int(tag.dropFirst(2)), (100...999).contains(number) else { return nil }
        self.init(number / 10, number % 10)
    }

    /// Of a PyTorch build, such as `cu118`.
    var tag: String { "cu\(major)\(minor)" }

    package var description: String { "\(major).\(minor)" }

    package static func < (first: CUDAVersion, second: CUDAVersion) -> Bool {
        (first.major, first.minor) < (second.major, second.minor)
    }

    /// The oldest driver branch that runs this major version (NVIDIA's "CUDA Compatibility", minor version
    /// compatibility).
    var oldestDriver: Int? { Self.branches.first { $0.cuda.major >= major }?.driver }
}
