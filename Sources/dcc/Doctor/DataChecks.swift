import ControlCenter
import FoundationEssentials
import SQLiteStore

/// What the service has written: keys, database, audit log, backups.
enum DataChecks {
    static func findings(_ configuration: ServiceConfiguration) -> [Finding] {
        let database = configuration.state + "/dcc.db"
        return [
            key(configuration), schema(database), clock(now: .now, newestLine: try? AuditFile.newest(database)),
            auditLog(configuration),
            BackupCheck.finding(configuration.backupState.read(), everyHours: configuration.backupHours, now: .now),
        ]
    }

    private static func key(_ configuration: ServiceConfiguration) -> Finding {
        let file = configuration.state + "/secrets.key"
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: file) else {
            return .bad("key of the secrets", "\(file) is not there", mend: "put your copy of it back")
        }
        guard attributes[.posixPermissions] as? Int == 0o600 else {
            return .bad("key of the secrets", "others may read \(file)", mend: "chmod 600 it and replace the secrets")
        }
        return .good("key of the secrets", file)
    }

    private static func schema(_ database: String) -> Finding {
        do {
            switch try InstallationFile.schema(database) {
            case .current(let last): return .good("schema", last)
            case .older(let last):
                return .look(
                    "schema", "the newest change made is “\(last)”", mend: "start the service: it makes the rest")
            case .newer:
                return .bad(
                    "schema", "it was made by a newer version", mend: "install that version, or put a backup back")
            }
        } catch {
            return .bad("schema", "\(database) cannot be read: \(error)", mend: "put a backup back")
        }
    }

    /// - Parameter newestLine: of the audit log, written by the same clock.
    static func clock(now: Date, newestLine: Date?) -> Finding {
        // Of when this was written.
        let reasonable = Date(timeIntervalSince1970: 1_764_547_200)
        guard now >= reasonable else {
            return .bad("clock", "it shows \(now.formatted(.iso8601))", mend: "set it, and have NTP keep it")
        }
        if let newestLine, newestLine.timeIntervalSince(now) > 300 {
            return .bad(
                "clock", "it is behind the newest line of the audit log, of \(newestLine.formatted(.iso8601))",
                mend: "set it, and have NTP keep it; the log's order is that of its numbers")
        }
        return .good("clock", now.formatted(.iso8601))
    }

    private static func auditLog(_ configuration: ServiceConfiguration) -> Finding {
        let file = configuration.state + "/secrets.key"
        // Asked for, a key that is not there would be made.
        guard FileManager.default.fileExists(atPath: file) else {
            return .bad("audit log", "it cannot be checked without \(file)", mend: "put your copy of the key back")
        }
        do {
            switch try AuditFile.verify(configuration.state + "/dcc.db", try SecretBox(keyFile: file)) {
            case .intact(let lines, let lastHash):
                return .good("audit log", "\(lines) lines, the last one's hash is \(lastHash)")
            case .broken(let sequence):
                return .bad(
                    "audit log", "line \(sequence) does not follow from the one before",
                    mend: "compare with a backup: lines were changed or taken out around it")
            }
        } catch {
            return .bad("audit log", "\(error)", mend: "look at paths.state and the rights on it")
        }
    }
}
