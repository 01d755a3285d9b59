/// Host load, rounded so that an idle host does not change between samples.
package struct HostLoad: Equatable, Sendable, Encodable {
    package struct CPU: Equatable, Sendable, Encodable {
        let cores: Int
        /// Of all cores together, since the previous sample; nil for the first one.
        let usedPercent: Int?

        enum CodingKeys: String, CodingKey {
            case cores
            case usedPercent = "used_percent"
        }
    }

    package struct Memory: Equatable, Sendable, Encodable {
        let totalBytes: Int64
        /// Memory not available without swapping: the total minus `MemAvailable`.
        let usedBytes: Int64

        enum CodingKeys: String, CodingKey {
            case totalBytes = "total_bytes"
            case usedBytes = "used_bytes"
        }
    }

    /// The file system of the workspaces.
    package struct Disk: Equatable, Sendable, Encodable {
        let totalBytes: Int64
        let freeBytes: Int64

        enum CodingKeys: String, CodingKey {
            case totalBytes = "total_bytes"
            case freeBytes = "free_bytes"
        }
    }

    let cpu: CPU?
    let memory: Memory?
    let disk: Disk?
}
