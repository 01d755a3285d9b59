import FoundationEssentials

/// Usage of the host over several days by app and owner, and resources that could be reclaimed.
package struct CapacityReport: Encodable, Sendable {
    package struct Use: Encodable, Sendable {
        let name: String
        let owner: String
        let isRemoved: Bool
        let gpuHours: Double
        /// Hours in which the GPUs were idle.
        let gpuHoursIdle: Double
        let peakMemoryBytes: Int64?
        let declaredMemoryBytes: Int64
        let peakGPUMemoryBytes: Int64?
        /// Sum of all its GPUs; nil if not set.
        let declaredGPUMemoryBytes: Int64?
        /// Disk space of its own, and of the packages that it shares; nil for a removed app.
        let ownBytes: Int64?
        let sharedBytes: Int64?

        enum CodingKeys: String, CodingKey {
            case name, owner
            case isRemoved = "removed"
            case gpuHours = "gpu_hours"
            case gpuHoursIdle = "gpu_hours_idle"
            case peakMemoryBytes = "peak_memory_bytes"
            case declaredMemoryBytes = "declared_memory_bytes"
            case peakGPUMemoryBytes = "peak_gpu_memory_bytes"
            case declaredGPUMemoryBytes = "declared_gpu_memory_bytes"
            case ownBytes = "own_bytes"
            case sharedBytes = "shared_bytes"
        }

        package func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(name, forKey: .name)
            try container.encode(owner, forKey: .owner)
            try container.encode(isRemoved, forKey: .isRemoved)
            try container.encode(gpuHours, forKey: .gpuHours)
            try container.encode(gpuHoursIdle, forKey: .gpuHoursIdle)
            try container.encode(peakMemoryBytes, forKey: .peakMemoryBytes)
            try container.encode(declaredMemoryBytes, forKey: .declaredMemoryBytes)
            try container.encode(peakGPUMemoryBytes, forKey: .peakGPUMemoryBytes)
            try container.encode(declaredGPUMemoryBytes, forKey: .declaredGPUMemoryBytes)
            try container.encode(ownBytes, forKey: .ownBytes)
            try container.encode(sharedBytes, forKey: .sharedBytes)
        }
    }

    package struct Owner: Encodable, Sendable {
        let owner: String
        let gpuHours: Double

        enum CodingKeys: String, CodingKey {
            case owner
            case gpuHours = "gpu_hours"
        }
    }

    package struct Spare: Equatable, Encodable, Sendable {
        let name: String
        let owner: String
        /// For display.
        let what: String
    }

    let from: Date
    let to: Date
    /// Includes removed apps that had usage.
    let apps: [Use]
    /// Highest usage first.
    let owners: [Owner]
    /// Average GPU utilization, 0 to 1, by hour of the day in UTC, or CPU utilization on a host without GPUs; 0 for
    /// an hour without samples.
    let busiestHours: [Double]
    let couldBeGivenBack: [Spare]

    enum CodingKeys: String, CodingKey {
        case from, to, apps, owners
        case busiestHours = "busiest_hours"
        case couldBeGivenBack = "could_be_given_back"
    }
}
