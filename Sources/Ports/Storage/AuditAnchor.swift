package import FoundationEssentials

/// Stands for the audit entries that retention has removed from the beginning of the log. Sealed with the installation's
/// key, so that removing entries by hand is still noticed.
package struct AuditAnchor: Equatable, Sendable {
    /// Sequence number of the newest removed entry. All before it are removed too, so this is also their number.
    package let sequence: Int64
    /// When that entry was written.
    package let at: Date
    /// Its hash, which the oldest entry kept follows from.
    package let hash: String

    package init(sequence: Int64, at: Date, hash: String) {
        self.sequence = sequence
        self.at = at
        self.hash = hash
    }
}
