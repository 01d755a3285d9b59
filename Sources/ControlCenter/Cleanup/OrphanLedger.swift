import FoundationEssentials
import Synchronization

/// Remembers when each orphan was first seen, in a small file, so that a restart begins no grace period anew.
package final class OrphanLedger: Sendable {
    private let file: String
    private let isReadOnly: Bool
    private let seen: Mutex<[String: Date]>

    /// - Parameters:
    ///   - file: made when it is not there; one that cannot be read counts as empty.
    ///   - isReadOnly: when another process works on the file.
    package init(file: String, isReadOnly: Bool = false) {
        self.file = file
        self.isReadOnly = isReadOnly
        let kept = (try? Data(contentsOf: URL(filePath: file))).flatMap {
            try? JSONDecoder().decode([String: Date].self, from: $0)
        }
        seen = Mutex(kept ?? [:])
    }

    /// Forgets what is no orphan any more.
    /// - Returns: since when each of these is one.
    func note(_ ids: Set<String>, now: Date) -> [String: Date] {
        seen.withLock { seen in
            let before = seen
            seen = Dictionary(uniqueKeysWithValues: ids.map { ($0, before[$0] ?? now) })
            if seen != before, !isReadOnly, let json = try? JSONEncoder().encode(seen) {
                // Lost, it only makes a grace period begin again.
                try? json.write(to: URL(filePath: file), options: .atomic)
            }
            return seen
        }
    }
}
