import ControlCenter
import Model
import Operations
import Ports
import HTTPTypes

/// The only place that maps use-case errors to problems and HTTP status codes.
enum ErrorTranslation {
    /// - Returns: nil for internal errors, which are logged and not shown.
    static func problem(for error: any Error) -> Problem? {
        switch error {
        case let error as RequestRefused: error.problem
        case let error as InvalidFields:
            Problem(.unprocessableContent, "invalid", "Some fields are invalid.", errors: error.errors)
        case let error as QuotaExceeded:
            Problem(.forbidden, "quota_exceeded", "This exceeds your quota.", errors: error.errors)
        case is UnknownApp, is HiddenApp, is AppNotFound:
            .noSuchApp
        case let error as AppConflict:
            Problem(.conflict, "state_conflict", "This is not possible while the app is \(error.state.words).")
        case is NotQueued:
            Problem(.conflict, "not_waiting", "The app is not in the GPU queue.")
        case is NoLease:
            Problem(.conflict, "no_lease", "The app has no GPU lease.")
        case is CleanupUnderWay:
            Problem(.conflict, "cleanup_running", "Another cleanup is running. Wait for its end.")
        case let failure as StepFailure:
            // Of an inspection; a deployment's is a result.
            Problem(
                .unprocessableContent, field: failure.code == "ref_missing" ? "branch" : "repository", failure.code,
                "\(failure.message) \(failure.hint)")
        case is CancellationError:
            Problem(.serviceUnavailable, "interrupted", "The control center is stopping. Try again in a moment.")
        case is TooManyInspections:
            Problem(
                .tooManyRequests, "too_many_inspections",
                "Too many repository inspections are running. Try again in a moment.")
        case StoreError.nameTaken:
            Problem(
                .conflict, field: "name", "name_taken", "An app with this name already exists. Choose another name.")
        case StoreError.idempotencyKeyReused:
            Problem(
                .conflict, field: "Idempotency-Key", "idempotency_key_reused",
                "This key was already used for another request. Use a new key.")
        case StoreError.noFreePort:
            Problem(.serviceUnavailable, "no_free_port", "All host ports are in use. Remove an app first.")
        case StoreError.noFreeNetwork:
            Problem(
                Self.insufficientStorage, "no_free_network",
                "All networks of networks.block are in use. Remove an app, or ask the operator for a larger block.")
        case StoreError.busy:
            Problem(
                .serviceUnavailable, "database_busy",
                "The database is locked by another program. Nothing was changed. Try again in a moment.")
        case let error as DiskBelowFloor:
            Problem(
                Self.insufficientStorage, "disk_floor",
                "The machine's disk has \(inGiB(error.free)) GiB free; deployments need \(inGiB(error.floor)) GiB. "
                    + "Remove an app, or ask the operator to free disk space.")
        case StoreError.diskFull:
            Problem(
                Self.insufficientStorage, "disk_full",
                "The database's disk is full. Nothing was changed. Ask the operator to free disk space.")
        case let error as ContainerHostUnreachable:
            Problem(
                .serviceUnavailable, "docker_unreachable",
                "Docker is not reachable (\(error.reason)). Nothing was changed. Try again in a moment.")
        default: nil
        }
    }

    /// RFC 4918, section 11.5.
    private static let insufficientStorage = HTTPResponse.Status(code: 507, reasonPhrase: "Insufficient Storage")

    /// In GiB, with one decimal.
    private static func inGiB(_ bytes: Int64) -> String {
        let tenths = (bytes * 10) >> 30
        return "\(tenths / 10).\(tenths % 10)"
    }
}

/// A request rejected before it reaches a use case.
struct RequestRefused: Error {
    let problem: Problem
}

extension AppState {
    fileprivate var words: String { rawValue.replacing("_", with: " ") }
}
