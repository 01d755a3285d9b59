import FoundationEssentials

/// Usage over a time window, as served by the API in JSON and CSV.
package struct UsageSeries: Encodable, Sendable {
    /// Columns by name, with the sample's value in the unit of the name; 100 percent is one core.
    private static let columns: [(CodingKeys, @Sendable (UsageSample) -> Double?)] = [
        (.cpuPercent, { $0.cpu.map { Double($0) / 10 } }),
        (.memoryBytes, { bytes($0.memory) }),
        (.diskBytes, { bytes($0.disk) }),
        (.receiveBytes, { $0.receive.map(Double.init) }),
        (.sendBytes, { $0.send.map(Double.init) }),
        (.gpuPercent, { $0.gpu.map(Double.init) }),
        (.gpuMemoryBytes, { bytes($0.gpuMemory) }),
    ]

    package let window: UsageWindow
    /// nil if not measured.
    package let points: [UsageSample?]

    package init(window: UsageWindow, points: [UsageSample?]) {
        self.window = window
        self.points = points
    }

    package enum CodingKeys: String, CodingKey, Sendable {
        case cpuPercent = "cpu_percent"
        case memoryBytes = "memory_bytes"
        case diskBytes = "disk_bytes"
        case receiveBytes = "receive_bytes_per_second"
        case sendBytes = "send_bytes_per_second"
        case gpuPercent = "gpu_percent"
        case gpuMemoryBytes = "gpu_memory_bytes"
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        for (key, value) in Self.columns { try container.encode(points.map { $0.flatMap(value) }, forKey: key) }
    }

    /// RFC 4180, one line per step; fields are empty if not measured.
    package var csv: String {
        let head = ["at"] + Self.columns.map(\.0.rawValue)
        let lines = points.enumerated().map { index, point in
            let at = Date(timeIntervalSince1970: Double(window.start + index * window.step)).formatted(.iso8601)
            return [at] + Self.columns.map { column in point.flatMap(column.1).map(Self.number) ?? "" }
        }
        return ([head] + lines).map { $0.joined(separator: ",") + "\r\n" }.joined()
    }

    /// Whole numbers without a decimal point.
    private static func number(_ value: Double) -> String { Int64(exactly: value).map(String.init) ?? "\(value)" }

    private static func bytes(_ mib: Int?) -> Double? { mib.map { Double($0 << 20) } }
}

/// Upper limits; nil if unlimited or unknown.
package struct UsageLimits: Equatable, Encodable, Sendable {
    package let memoryBytes: Int64?
    /// Sum of all GPUs.
    package let gpuMemoryBytes: Int64?

    package init(memoryBytes: Int64?, gpuMemoryBytes: Int64?) {
        self.memoryBytes = memoryBytes
        self.gpuMemoryBytes = gpuMemoryBytes
    }

    enum CodingKeys: String, CodingKey {
        case memoryBytes = "memory_bytes"
        case gpuMemoryBytes = "gpu_memory_bytes"
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(memoryBytes, forKey: .memoryBytes)
        try container.encode(gpuMemoryBytes, forKey: .gpuMemoryBytes)
    }
}
