import Model

/// A failure as JSON in one column.
struct FailureColumn: Codable {
    let step: String?
    let code: String
    let message: String
    let hint: String

    init(_ failure: Failure) {
        step = failure.step?.rawValue
        code = failure.code
        message = failure.message
        hint = failure.hint
    }

    var failure: Failure {
        Failure(step: step.flatMap(Step.init), code: code, message: message, hint: hint)
    }
}
