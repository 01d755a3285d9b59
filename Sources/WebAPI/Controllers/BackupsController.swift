import Model
import Operations

/// `/api/system/backups`: the last backup, check and restore drill, for operators.
struct BackupsController {
    let file: BackupStateFile

    @Sendable func show(_ request: APIRequest, _ caller: Caller) -> Answer { .now(.json(encoding: file.read())) }
}
