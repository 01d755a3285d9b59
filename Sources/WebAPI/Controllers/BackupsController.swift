import Model
import Operations

/// `/api/system/backups`: the last backup, check and restore drill, for operators.
struct BackupsController {
    let file: BackupStateFile
    let records: BlockingWork

    @Sendable func show(_ request: APIRequest, _ caller: Caller) -> Answer {
        .work { [file, records] in .json(encoding: try await records.run(file.read)) }
    }
}
