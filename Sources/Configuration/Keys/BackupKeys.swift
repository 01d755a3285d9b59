package import ResticBackup

package struct BackupKeys: Sendable {
    package let repository = Key(
        "backup.repository", .optional(.text("a repository in restic's syntax")), .value(nil), mayHoldPassword: true,
        "backup destination in restic's syntax: a folder, `sftp:…`, `s3:…`")
    package let passwordFile = Key(
        "backup.passwordFile", .path, .value("/etc/dcc/backup-password"), "password of the repository")
    package let environmentFile = Key(
        "backup.environmentFile", .optional(.path), .value(nil),
        "`NAME=value` lines for restic, such as cloud credentials")
    package let everyHours = Key(
        "backup.everyHours", .whole(1...8760, of: "hours", zero: "to disable scheduled backups"), .value(0),
        "backup interval")
    package let drillDays = Key(
        "backup.drillDays", .whole(1...366, of: "days", zero: "to disable drills"), .value(30),
        "interval of restore drills after scheduled backups")
    package let keep = Key(
        "backup.keep", .retention, .value(RetentionPolicy("last=12 daily=7 weekly=5 monthly=12")!),
        "retention policy; also takes `hourly`, `yearly`")
    package let maxFiles = Key(
        "backup.maxFiles", .whole(1...1_000_000_000), .value(5_000_000),
        "apps with more files are neither backed up nor restored; the backup lists them")
}

extension Format where Value == RetentionPolicy {
    fileprivate static var retention: Self {
        Format(
            "counts such as last=12 daily=7 weekly=5 monthly=12", parse: { RetentionPolicy($0) }, show: { $0.text })
    }
}
