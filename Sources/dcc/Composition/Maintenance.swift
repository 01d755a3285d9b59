import ArgumentParser
import Configuration
import LiveState
import SQLiteStore
import Model
import Dispatch
import Glibc
import Logging
import Operations
import ResticBackup

/// Cleanup, retention and backups.
struct Maintenance {
    let cleanup: CleanupDesk
    private let store: SQLiteStore
    private let logger: Logger
    private let cleanupSchedule: CleanupSchedule
    private let retention: RetentionSchedule
    /// nil if backups are off.
    private let repository: ResticRepository?
    private let backupSchedule: BackupSchedule?

    init(_ configuration: ServiceConfiguration, _ storage: Storage, _ machine: Machine, logger: Logger) throws {
        let (paths, backups) = (configuration.paths, configuration.backups)
        let (registry, store) = (storage.registry, storage.store)
        self.store = store
        self.logger = logger
        let orphans = Cleanup(
            host: machine.host, folders: CleanupFolders(workspaces: paths.workspaces, stacks: paths.stacks),
            owners: .init(
                apps: { Dictionary(uniqueKeysWithValues: registry.apps.map { ($0.name, $0.uid) }) },
                images: store.imagesInUse, users: store.users),
            ledger: OrphanLedger(file: paths.orphans), grace: configuration.maintenance.cleanupGrace)
        cleanup = CleanupDesk(orphans, audit: store, hub: storage.hub, logger: logger)
        cleanupSchedule = CleanupSchedule(
            orphans, audit: store, hours: configuration.maintenance.cleanupHours, folder: paths.state, logger: logger)
        retention = RetentionSchedule(store: store, retention: configuration.retention.records, logger: logger)
        repository = backups.settings == nil ? nil : try backups.repository()
        backupSchedule = repository.map { repository in
            BackupSchedule(
                routine: BackupRoutine(repository: repository, file: backups.stateFile), hours: backups.everyHours,
                drillDays: backups.drillDays, audit: store, logger: logger)
        }
    }

    func start() {
        checkDatabase()
        removeLeftoversOfRestores()
        cleanupSchedule.start()
        retention.start()
        backupSchedule?.start()
    }

    /// Reads the whole database after the start. A damaged one ends the service, as it does at the start.
    private func checkDatabase() {
        DispatchQueue.global(qos: .utility).async { [store, logger] in
            do {
                try store.requireWholeFileSound()
            } catch let damage as DamagedDatabase {
                logger.critical("\(damage)")
                _exit(ExitCode.invalidConfiguration.rawValue)
            } catch {
                logger.warning("could not check the whole database", metadata: ["error": "\(error)"])
            }
        }
    }

    /// Safe because no restore runs while this service holds the lock.
    private func removeLeftoversOfRestores() {
        guard let repository else { return }
        DispatchQueue.global(qos: .utility).async { repository.removeLeftovers() }
    }
}
