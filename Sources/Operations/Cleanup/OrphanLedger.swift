import FoundationEssentials
import Synchronization

/// Stores when each orphan was first seen, in a small file, so that a restart does not reset grace periods.
package final class OrphanLedger: Sendable {
    private let file: String
    private let isReadOnly: Bool
    private let seen: Mutex<[String: Date]>

    /// - Parameters:
    ///   - file: created if missing; an unreadable one counts as empty.
    ///   - isReadOnly: true if another process owns the file.
    package init(file: String, isReadOnly: Bool = false) {
        self.file = file
        self.isReadOnly = isReadOnly
        let kept = (try? Data(contentsOf: URL(filePath: file))).flatMap {
            try? JSONDecoder().decode([String: Date].self, from: $0)
        }
        seen = Mutex(kept ?? [:])
    }

    /// Forgets resources that are no longer orphans.
    /// - Returns: when each of these was first seen.
    func record(_ ids: Set<String>, now: Date) -> [String: Date] {
        seen.withLock { seen in
            let before = seen
            seen = Dictionary(uniqueKeysWithValues: ids.map { ($0, before[$0] ?? now) })
            if seen != before, !isReadOnly, let json = try? JSONEncoder().encode(seen) {
                // If the write fails, the only effect is that grace periods start over.
                try? json.write(to: URL(filePath: file), options: .atomic)
            }
            return seen
        }
    }
}
