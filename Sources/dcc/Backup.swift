import ArgumentParser
import ControlCenter
import Glibc
import ResticBackup
import SQLiteStore

/// Makes a backup, or looks at those that there are; beside the service, whose apps go on.
struct Backup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Back up database, keys and workspaces, or check and prove the backups that there are.",
        discussion: "Ends with status 1 when something is wrong. Can run beside the service.")

    @Option(help: "The configuration file, JSON.")
    var config = "/etc/dcc/dcc.json"

    @Flag(help: "Read every byte of the repository, and make no backup.")
    var check = false

    @Flag(help: "Restore the newest backup into a scratch folder and compare; make no backup.")
    var drill = false

    @Flag(help: "List the backups, and make none.")
    var list = false

    func run() async throws {
        // What is staged is nobody's business.
        umask(0o077)
        let configuration = try await ServiceConfiguration.read(file: config)
        let repository = try configuration.backupRepository()
        let routine = BackupRoutine(repository: repository, file: configuration.backupState)
        if list {
            for line in try await repository.list() { print(line) }
        } else if check {
            try await routine.check(readingAll: true)
            print("The repository is whole.")
        } else if drill {
            let files = try await routine.drill()
            print(
                "The newest backup can be restored: "
                    + (files > 0 ? "\(files) files are as they were." : "it holds no file of an app to compare."))
        } else {
            let backup = try await routine.backUp()
            print("Backup \(backup.snapshot): \(backup.apps) apps, \(backup.bytesAdded) bytes added.")
            for path in backup.leftOut {
                print("Left out, since it could not be read or a restore would refuse it: \(path)")
            }
            try await routine.lookAfter()
        }
    }
}
