package import Model
package import Ports
package import FoundationEssentials

/// Runs backups, checks and restore drills, and records their results.
package struct BackupRoutine: Sendable {
    private static let day: TimeInterval = 24 * 3600
    /// Seconds between two repository checks.
    private static let checkInterval = 7 * day

    private let repository: any BackupRepository
    private let file: BackupStateFile

    package init(repository: any BackupRepository, file: BackupStateFile) {
        self.repository = repository
        self.file = file
    }

    package var state: BackupState { file.read() }

    package func backUp() async throws -> BackupState.Backup {
        let isFirst = state.last == nil
        return try await recording(.backup) { () async throws(BackupFailure) in
            try await repository.backUp(mayBegin: isFirst)
        } success: {
            $0.last = $1
        }
    }

    /// Follow-up work after a backup, which does not affect the backup's own result: prunes old backups, checks the
    /// repository if the last check is a week old, and runs a restore drill if the last one is `drillDays` old.
    /// - Parameter drillDays: 0 disables drills.
    package func lookAfter(drillDays: Int = 0, now: Date = .now) async throws {
        var trouble: (any Error)?
        do {
            try await recording(.thinning) { () async throws(BackupFailure) in try await repository.thinOut() }
        } catch {
            trouble = error
        }
        if now.timeIntervalSince(state.lastCheck?.at ?? .distantPast) >= Self.checkInterval {
            try await check(readingAll: false)
        }
        if isDrillDue(everyDays: drillDays, now) { try await drill() }
        if let trouble { throw trouble }
    }

    /// A failed drill is retried after one day: the cause may have been disk space or the network.
    private func isDrillDue(everyDays days: Int, _ now: Date) -> Bool {
        guard days > 0 else { return false }
        guard let last = state.lastDrill else { return true }
        return now.timeIntervalSince(last.at) >= Double(last.ok ? days : 1) * Self.day
    }

    /// - Parameter readingAll: reads every byte of the repository instead of its structure and a sample.
    package func check(readingAll: Bool) async throws {
        try await recording(.check) { () async throws(BackupFailure) in
            try await repository.check(readingAll: readingAll)
        } success: { state, _ in
            state.lastCheck = .init(at: .now, ok: true)
        } failure: {
            $0.lastCheck = .init(at: .now, ok: false)
        }
    }

    /// Restores the latest backup into a scratch folder and compares it.
    /// - Returns: number of compared files.
    @discardableResult
    package func drill() async throws -> Int {
        try await recording(.drill) { () async throws(BackupFailure) in
            try await repository.drill()
        } success: {
            $0.lastDrill = .init(at: .now, ok: true, files: $1)
        } failure: {
            $0.lastDrill = .init(at: .now, ok: false, files: 0)
        }
    }

    private func recording<Outcome>(
        _ deed: BackupState.Deed, _ work: () async throws(BackupFailure) -> Outcome,
        success: (inout BackupState, Outcome) -> Void = { _, _ in }, failure: (inout BackupState) -> Void = { _ in }
    ) async throws -> Outcome {
        do {
            let outcome = try await work()
            try change {
                $0.record(nil, of: deed)
                success(&$0, outcome)
            }
            return outcome
        } catch {
            // If this cannot be recorded either, the original error is the one to report.
            try? change {
                $0.record(error as? BackupFailure, of: deed)
                failure(&$0)
            }
            throw error
        }
    }

    private func change(_ body: (inout BackupState) -> Void) throws {
        var state = file.read()
        body(&state)
        try file.write(state)
    }
}
