import Configuration
import Ports
import Operations
import FoundationEssentials
import SQLiteStore

/// Checks the data that the service wrote: key, database, audit log, backups.
enum DataChecks {
    static func findings(_ configuration: ServiceConfiguration) -> [Finding] {
        let database = configuration.paths.database
        return [
            key(configuration), schema(database), clock(now: .now, newestLine: try? AuditFile.newest(database)),
            auditLog(configuration),
            BackupCheck.finding(
                configuration.backups.stateFile.read(), everyHours: configuration.backups.everyHours, now: .now),
        ]
    }

    private static func key(_ configuration: ServiceConfiguration) -> Finding {
        let file = configuration.paths.secretsKey
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: file) else {
            return .fail("secrets key", "\(file) is missing", fix: "restore your copy of it")
        }
        guard attributes[.posixPermissions] as? Int == 0o600 else {
            return .fail(
                "secrets key", "\(file) is readable by other users",
                fix: "run `chmod 600 \(file)` and replace the apps' secrets")
        }
        return .ok("secrets key", file)
    }

    private static func schema(_ database: String) -> Finding {
        do {
            switch try InstallationFile.schema(database) {
            case .current(let last): return .ok("schema", last)
            case .older(let last):
                return .warn(
                    "schema", "migrations are pending, the last one applied is “\(last)”",
                    fix: "start the service, which applies them")
            case .newer:
                return .fail(
                    "schema", "it belongs to a newer version of dcc", fix: "install that version, or restore a backup")
            }
        } catch {
            return .fail("schema", "\(database) cannot be read: \(error)", fix: "restore a backup")
        }
    }

    /// - Parameter newestLine: time of the newest line in the audit log, written by the same clock.
    static func clock(now: Date, newestLine: Date?) -> Finding {
        // 2025-12-01, when this check was written.
        let reasonable = Date(timeIntervalSince1970: 1_764_547_200)
        guard now >= reasonable else {
            return .fail("clock", "it is set to \(now.formatted(.iso8601))", fix: "set the clock and enable NTP")
        }
        if let newestLine, newestLine.timeIntervalSince(now) > 300 {
            return .fail(
                "clock", "it is behind the newest audit log line, from \(newestLine.formatted(.iso8601))",
                fix: "set the clock and enable NTP. The log stays ordered by its line numbers")
        }
        return .ok("clock", now.formatted(.iso8601))
    }

    private static func auditLog(_ configuration: ServiceConfiguration) -> Finding {
        let file = configuration.paths.secretsKey
        // `SecretBox` would create a missing key.
        guard FileManager.default.fileExists(atPath: file) else {
            return .fail("audit log", "it cannot be checked without \(file)", fix: "restore your copy of the key")
        }
        do {
            switch try AuditFile.verify(configuration.paths.database, try SecretBox(keyFile: file)) {
            case .intact(let lines, let lastHash, let removed):
                let earlier = removed == 0 ? "" : " after \(removed) that are past their retention"
                return .ok("audit log", "\(lines) lines\(earlier), last hash \(lastHash)")
            case .broken(let sequence):
                return .fail(
                    "audit log", "line \(sequence) does not match the hash chain",
                    fix: "compare it with a backup, since lines around it were changed or removed")
            case .forgedAnchor:
                return .fail(
                    "audit log", "the anchor of its removed lines does not match the key",
                    fix: "compare it with a backup, since its first lines were changed or removed")
            }
        } catch {
            return .fail("audit log", "\(error)", fix: "check paths.state and its permissions")
        }
    }
}
