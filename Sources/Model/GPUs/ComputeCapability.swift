/// A GPU's compute capability, such as 8.9: which machine code it runs.
package struct ComputeCapability: Hashable, Comparable, Sendable, Encodable, CustomStringConvertible {
    package let major: Int
    package let minor: Int

    package init(_ major: Int, _ minor: Int) {
        self.major = major
        self.minor = minor
    }

    /// - Parameter text: such as `8.9`.
    package init?(_ text: some StringProtocol) {
        let numbers = text.split(separator: ".", omittingEmptySubsequences: false).map { Int($0) }
        guard numbers.count == 2, let major = numbers[0], let minor = numbers[1], major > 0, minor >= 0 else {
            return nil
        }
        self.init(major, minor)
    }

    package var description: String { "\(major).\(minor)" }

    /// NVIDIA's name for machine code of this capability, such as `sm_89`.
    var architecture: String { "sm_\(major)\(minor)" }

    package static func < (first: ComputeCapability, second: ComputeCapability) -> Bool {
        (first.major, first.minor) < (second.major, second.minor)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
