/// Free space that deployments leave alone: under it no new one starts, so that what runs, and the database, go on.
package struct DiskFloor: Sendable {
    private let bytes: Int64
    private let free: @Sendable () -> Int64?

    /// - Parameters:
    ///   - gib: 0 refuses nothing.
    ///   - folders: whose file systems are meant.
    package init(gib: Int, folders: [String]) {
        self.init(bytes: Int64(gib) << 30) { folders.compactMap { DiskSpace(of: $0)?.free }.min() }
    }

    /// - Parameter free: in bytes; nil where nobody knows, which refuses nothing.
    package init(bytes: Int64, free: @escaping @Sendable () -> Int64?) {
        self.bytes = bytes
        self.free = free
    }

    package func check() throws(DiskBelowFloor) {
        guard let free = free(), free < bytes else { return }
        throw DiskBelowFloor(free: free, floor: bytes)
    }
}

/// Too little space is left for a new deployment.
package struct DiskBelowFloor: Error, Equatable {
    /// In bytes.
    package let free: Int64
    package let floor: Int64

    package init(free: Int64, floor: Int64) {
        self.free = free
        self.floor = floor
    }
}
