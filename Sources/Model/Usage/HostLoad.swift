/// Host load, rounded so that an idle host does not change between samples.
package struct HostLoad: Equatable, Sendable, Encodable {
    package struct CPU: Equatable, Sendable, Encodable {
        package let cores: Int
        /// Of all cores together, since the previous sample; nil for the first one.
        package let usedPercent: Int?

        package init(cores: Int, usedPercent: Int?) {
            self.cores = cores
            self.usedPercent = usedPercent
        }

        enum CodingKeys: String, CodingKey {
            case cores
            case usedPercent = "used_percent"
        }
    }

    package struct Memory: Equatable, Sendable, Encodable {
        package let totalBytes: Int64
        /// Memory not available without swapping: the total minus `MemAvailable`.
        package let usedBytes: Int64

        package init(totalBytes: Int64, usedBytes: Int64) {
            self.totalBytes = totalBytes
            self.usedBytes = usedBytes
        }

        enum CodingKeys: String, CodingKey {
            case totalBytes = "total_bytes"
            case usedBytes = "used_bytes"
        }
    }

    /// The file system of the workspaces.
    package struct Disk: Equatable, Sendable, Encodable {
        package let totalBytes: Int64
        package let freeBytes: Int64

        package init(totalBytes: Int64, freeBytes: Int64) {
            self.totalBytes = totalBytes
            self.freeBytes = freeBytes
        }

        enum CodingKeys: String, CodingKey {
            case totalBytes = "total_bytes"
            case freeBytes = "free_bytes"
        }
    }

    package let cpu: CPU?
    package let memory: Memory?
    package let disk: Disk?

    package init(cpu: CPU?, memory: Memory?, disk: Disk?) {
        self.cpu = cpu
        self.memory = memory
        self.disk = disk
    }
}
