import Model

/// A failure as JSON in one column. Rows of earlier versions have neither lines nor an action.
struct FailureColumn: Codable {
    let step: String?
    let code: String
    let message: String
    let hint: String
    let lines: [String]?
    let action: FailureAction?

    init(_ failure: Failure) {
        step = failure.step?.rawValue
        code = failure.code
        message = failure.message
        hint = failure.hint
        lines = failure.lines.isEmpty ? nil : failure.lines
        action = failure.action
    }

    var failure: Failure {
        Failure(
            step: step.flatMap(Step.init), code: code, message: message, hint: hint, lines: lines ?? [], action: action)
    }
}
