package import Model
import Dispatch
package import FoundationEssentials
import Platform
import Synchronization

/// Disk usage of the model folders, which may hold millions of files: measured in the background when somebody asks,
/// and again no sooner than after ``interval``.
package final class ModelSizes: Sendable {
    private static let interval = 15.0 * 60

    private struct State {
        var bytes: [ModelFolderName: Int64] = [:]
        /// When the newest measurement began; nil before the first one.
        var begunAt: Date?
        var isMeasuring = false
    }

    private let folders: ModelFolders
    private let state = Mutex(State())
    private let queue = DispatchQueue(label: "dcc.models", qos: .utility)

    package init(_ folders: ModelFolders) {
        self.folders = folders
    }

    /// - Returns: each folder with its last measured size, by name; nil before the first measurement and for a folder
    ///   that is not there.
    package func sizes(now: Date = .now) -> [(name: ModelFolderName, bytes: Int64?)] {
        state.withLock { state in
            let isStale = state.begunAt.map { abs(now.timeIntervalSince($0)) > Self.interval } ?? true
            if isStale, !state.isMeasuring {
                state.begunAt = now
                state.isMeasuring = true
                queue.async { self.measure() }
            }
            return folders.paths.keys.sorted { $0.rawValue < $1.rawValue }.map { ($0, state.bytes[$0]) }
        }
    }

    private func measure() {
        for (name, path) in folders.paths {
            let folder = URL(filePath: path).resolvingSymlinksInPath().path
            let bytes = FolderListing.names(at: folder) == nil ? nil : FolderSize.bytes(of: folder)
            state.withLock { $0.bytes[name] = bytes }
        }
        state.withLock { $0.isMeasuring = false }
    }
}
