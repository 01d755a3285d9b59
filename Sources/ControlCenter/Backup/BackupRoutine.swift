package import FoundationEssentials

/// Makes, checks and proves backups, and writes down how each went.
package struct BackupRoutine: Sendable {
    private static let day: TimeInterval = 24 * 3600
    /// How long a look at the repository stays good.
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

    /// What comes after a backup, whose success it does not touch: old ones go, the repository is checked when the last
    /// check is a week old, and the backup is proven when the last drill is so old.
    /// - Parameter drillDays: 0 makes no drill.
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

    /// One that failed is tried again a day later: it may have been the room or the network.
    private func isDrillDue(everyDays days: Int, _ now: Date) -> Bool {
        guard days > 0 else { return false }
        guard let last = state.lastDrill else { return true }
        return now.timeIntervalSince(last.at) >= Double(last.ok ? days : 1) * Self.day
    }

    /// - Parameter readingAll: every byte of the repository, not its structure and a part.
    package func check(readingAll: Bool) async throws {
        try await recording(.check) { () async throws(BackupFailure) in
            try await repository.check(readingAll: readingAll)
        } success: { state, _ in
            state.lastCheck = .init(at: .now, ok: true)
        } failure: {
            $0.lastCheck = .init(at: .now, ok: false)
        }
    }

    /// Restores the newest backup into a scratch folder and compares.
    /// - Returns: how many files were compared.
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
                $0.note(nil, of: deed)
                success(&$0, outcome)
            }
            return outcome
        } catch {
            // Where this cannot be written down either, the reason is the first one.
            try? change {
                $0.note(error as? BackupFailure, of: deed)
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
