import Configuration
import Model
import Operations
import ArgumentParser
import Glibc
import ResticBackup
import SQLiteStore

/// Makes, lists, checks or test-restores backups. Safe while the service and its apps run.
struct Backup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Back up database, keys and workspaces, or check existing backups.",
        discussion: "Exits with status 1 if something is wrong. Can run while the service runs.")

    @OptionGroup var file: ConfigurationFile

    @Flag(help: "Read every byte of the repository instead of making a backup.")
    var check = false

    @Flag(help: "Restore the newest backup to a scratch folder and compare it, instead of making a backup.")
    var drill = false

    @Flag(help: "List the backups instead of making one.")
    var list = false

    func run() async throws {
        // Staged files hold the secrets key.
        umask(0o077)
        let configuration = try file.read()
        let repository = try configuration.backups.repository()
        let routine = BackupRoutine(repository: repository, file: configuration.backups.stateFile)
        if list {
            for line in try await repository.list() { print(line) }
        } else if check {
            try await routine.check(readingAll: true)
            print("The repository is intact.")
        } else if drill {
            let files = try await routine.drill()
            print(
                "The newest backup can be restored: "
                    + (files > 0 ? "\(files) files match." : "it holds no app files to compare."))
        } else {
            let backup = try await routine.backUp()
            print("Backup \(backup.snapshot): \(backup.apps) apps, \(backup.bytesAdded) bytes added.")
            for path in backup.leftOut {
                print("Skipped, because it cannot be read or a restore would refuse it: \(path)")
            }
            try await routine.lookAfter()
        }
    }
}
