import Model
import Ports

/// Output of the child on its standard output: one JSON object per line.
enum FetchReport: Codable, Sendable {
    case progress(FetchProgress)
    case fetched(FetchedRepository)
    case failure(code: String, message: String, hint: String)

    init(_ failure: StepFailure) {
        self = .failure(code: failure.code, message: failure.message, hint: failure.hint)
    }
}
