package import ControlCenter
package import FoundationEssentials
import GRDB

/// The audit log of a database that a service may be using at the same time.
package enum AuditFile {
    /// When its newest line was written; nil for an empty log.
    package static func newest(_ path: String) throws -> Date? {
        var configuration = Configuration()
        configuration.readonly = true
        return try DatabaseQueue(path: path, configuration: configuration).read { db in
            try AuditRecord.order(sql: "sequence DESC").fetchOne(db)?.entry().at
        }
    }

    /// Reads only, so that it never checkpoints (see ``SQLiteStore`` on why one connection alone does).
    /// - Parameter box: holds the key under which the log was written.
    /// - Throws: the database's error when there is no file, or none of ours.
    package static func verify(_ path: String, _ box: SecretBox) throws -> AuditVerdict {
        var configuration = Configuration()
        configuration.readonly = true
        return try DatabaseQueue(path: path, configuration: configuration).read { try AuditChain(box).verify($0) }
    }
}
