package import Ports
package import FoundationEssentials
import GRDB

/// Reads the audit log of a database that a running service may be using.
package enum AuditFile {
    /// Time of the newest entry; nil for an empty log.
    package static func newest(_ path: String) throws -> Date? {
        var configuration = Configuration()
        configuration.readonly = true
        return try DatabaseQueue(path: path, configuration: configuration).read { db in
            try AuditRecord.order(sql: "sequence DESC").fetchOne(db)?.entry().at
        }
    }

    /// Opens the file read-only, so that it never checkpoints (``SQLiteStore`` explains why only one connection may).
    /// - Parameter box: holds the key that the log was written with.
    /// - Throws: the database's error when the file is missing or not ours.
    package static func verify(_ path: String, _ box: SecretBox) throws -> AuditVerdict {
        var configuration = Configuration()
        configuration.readonly = true
        return try DatabaseQueue(path: path, configuration: configuration).read { try AuditChain(box).verify($0) }
    }
}
