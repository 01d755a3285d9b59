import ControlCenter
import HTTPTypes

/// Errors of the use-cases as problems: the one place that knows which is which status.
enum ErrorTranslation {
    /// - Returns: nil for an error that is ours to mend and nobody's to read.
    static func problem(for error: any Error) -> Problem? {
        switch error {
        case let error as RequestRefused: error.problem
        case let error as InvalidFields:
            Problem(.unprocessableContent, "invalid", "Some fields need another look.", errors: error.errors)
        case let error as QuotaExceeded:
            Problem(.forbidden, "quota_exceeded", "That is more than you may take.", errors: error.errors)
        case is UnknownApp, is HiddenApp, is AppNotFound:
            .noSuchApp
        case let error as AppConflict:
            Problem(.conflict, "state_conflict", "The app is \(error.state.words); this is not possible now.")
        case is NotQueued:
            Problem(.conflict, "not_waiting", "The app does not wait in line for GPUs.")
        case is NoLease:
            Problem(.conflict, "no_lease", "The app holds no GPUs on a lease.")
        case is TooManyInspections:
            Problem(
                .tooManyRequests, "too_many_inspections",
                "Too many repositories are looked at now; try again when one of these is done.")
        case StoreError.nameTaken:
            Problem(
                .conflict, field: "name", "name_taken", "An app with this name is there already. Choose another name.")
        case StoreError.idempotencyKeyReused:
            Problem(
                .conflict, field: "Idempotency-Key", "idempotency_key_reused",
                "This key was used for another request. Use a new one.")
        case StoreError.noFreePort:
            Problem(.serviceUnavailable, "no_free_port", "Every host port is in use. Remove an app first.")
        case StoreError.busy:
            Problem(
                .serviceUnavailable, "database_busy",
                "Another program holds the database. Nothing was changed; try again in a moment.")
        case let error as DiskBelowFloor:
            Problem(
                Self.insufficientStorage, "disk_floor",
                "\(inGiB(error.free)) GiB are free on the host's disk; below \(inGiB(error.floor)) GiB no deployment "
                    + "starts. Remove an app, or ask the operator to free some space.")
        case StoreError.diskFull:
            Problem(
                Self.insufficientStorage, "disk_full",
                "The disk under the database is full. Nothing was changed; ask the operator to free some space.")
        case let error as ContainerHostUnreachable:
            Problem(
                .serviceUnavailable, "docker_unreachable",
                "Docker cannot be reached (\(error.reason)). Nothing was changed; try again in a moment.")
        default: nil
        }
    }

    /// RFC 4918, section 11.5.
    private static let insufficientStorage = HTTPResponse.Status(code: 507, reasonPhrase: "Insufficient Storage")

    /// With one decimal.
    private static func inGiB(_ bytes: Int64) -> String {
        let tenths = (bytes * 10) >> 30
        return "\(tenths / 10).\(tenths % 10)"
    }
}

/// A request that is refused before any use-case sees it.
struct RequestRefused: Error {
    let problem: Problem
}

extension AppState {
    fileprivate var words: String { rawValue.replacing("_", with: " ") }
}
