/// A part of a GPU in MIG mode, with compute units and memory of its own (NVIDIA Multi-Instance GPU User Guide).
package struct MIGInstance: Equatable, Sendable {
    /// Among the GPU's instances, from 0.
    package let number: Int
    /// For example `1g.10gb`, or `1c.3g.20gb` for one of several compute instances in a GPU instance.
    package let profile: String

    package init(number: Int, profile: String) {
        self.number = number
        self.profile = profile
    }

    /// MiB that the profile's name promises; nil if it names none.
    package var memory: Int? {
        let size = profile.split(separator: ".").last { $0.contains("gb") }
        return size.flatMap { Int($0.prefix { $0.isNumber }) }.map { $0 << 10 }
    }
}
