package import FoundationEssentials

/// Who used what of the machine over some days, and what could be given back.
package struct CapacityReport: Encodable, Sendable {
    package struct Use: Encodable, Sendable {
        let name: String
        let owner: String
        let gpuHours: Double
        /// Those in which the cards did nothing.
        let gpuHoursIdle: Double
        let peakMemoryBytes: Int64?
        let declaredMemoryBytes: Int64
        let peakGPUMemoryBytes: Int64?
        /// On all of its cards; nil where it declares none.
        let declaredGPUMemoryBytes: Int64?

        enum CodingKeys: String, CodingKey {
            case name, owner
            case gpuHours = "gpu_hours"
            case gpuHoursIdle = "gpu_hours_idle"
            case peakMemoryBytes = "peak_memory_bytes"
            case declaredMemoryBytes = "declared_memory_bytes"
            case peakGPUMemoryBytes = "peak_gpu_memory_bytes"
            case declaredGPUMemoryBytes = "declared_gpu_memory_bytes"
        }

        package func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(name, forKey: .name)
            try container.encode(owner, forKey: .owner)
            try container.encode(gpuHours, forKey: .gpuHours)
            try container.encode(gpuHoursIdle, forKey: .gpuHoursIdle)
            try container.encode(peakMemoryBytes, forKey: .peakMemoryBytes)
            try container.encode(declaredMemoryBytes, forKey: .declaredMemoryBytes)
            try container.encode(peakGPUMemoryBytes, forKey: .peakGPUMemoryBytes)
            try container.encode(declaredGPUMemoryBytes, forKey: .declaredGPUMemoryBytes)
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
        /// For people.
        let what: String
    }

    let from: Date
    let to: Date
    /// Removed apps too: what they used was used.
    let apps: [Use]
    /// Who used most first.
    let owners: [Owner]
    /// Mean share, 0 to 1, of the GPUs that was busy by hour of the day in UTC, of the processors where there is no GPU; 0
    /// for an hour in which nothing was measured.
    let busiestHours: [Double]
    let couldBeGivenBack: [Spare]

    enum CodingKeys: String, CodingKey {
        case from, to, apps, owners
        case busiestHours = "busiest_hours"
        case couldBeGivenBack = "could_be_given_back"
    }
}
