import Platform

/// Minimum free disk space: below it no deployment starts, so that running apps and the database keep working.
package struct DiskFloor: Sendable {
    private let bytes: Int64
    private let free: @Sendable () -> Int64?

    /// - Parameters:
    ///   - gib: 0 disables the check.
    ///   - folders: checks the file systems of these folders.
    package init(gib: Int, folders: [String]) {
        self.init(bytes: Int64(gib) << 30) { folders.compactMap { DiskSpace(of: $0)?.free }.min() }
    }

    /// - Parameter free: in bytes; nil if unknown, which passes the check.
    package init(bytes: Int64, free: @escaping @Sendable () -> Int64?) {
        self.bytes = bytes
        self.free = free
    }

    package func check() throws(DiskBelowFloor) {
        guard let free = free(), free < bytes else { return }
        throw DiskBelowFloor(free: free, floor: bytes)
    }
}

/// Too little disk space for a new deployment.
package struct DiskBelowFloor: Error, Equatable {
    /// Bytes.
    package let free: Int64
    package let floor: Int64

    package init(free: Int64, floor: Int64) {
        self.free = free
        self.floor = floor
    }
}
