/// Why an app is not running: the step, the reason, and what to do.
package struct Failure: Error, Equatable, Sendable {
    /// Code of a failure that ends with Docker's absence.
    package static let dockerUnreachable = "docker_unreachable"

    /// nil if a running app exited.
    package let step: Step?
    /// Stable identifier for programs, such as `repository_redirect`.
    package let code: String
    /// One sentence: what happened.
    package let message: String
    /// One sentence: what to do next.
    package let hint: String
    /// The log lines that say so, at most three.
    package let lines: [String]
    /// nil where no setting would mend it.
    package let action: FailureAction?

    package init(
        step: Step?, code: String, message: String, hint: String, lines: [String] = [], action: FailureAction? = nil
    ) {
        self.step = step
        self.code = code
        self.message = message
        self.hint = hint
        self.lines = lines
        self.action = action
    }
}

/// A step's failure as reported by the module that ran it; the recipe adds the step.
package struct StepFailure: Error, Equatable, Sendable {
    package let code: String
    package let message: String
    package let hint: String
    package let lines: [String]
    package let action: FailureAction?

    package init(
        code: String, message: String, hint: String, lines: [String] = [], action: FailureAction? = nil
    ) {
        self.code = code
        self.message = message
        self.hint = hint
        self.lines = lines
        self.action = action
    }

    package func during(_ step: Step?) -> Failure {
        Failure(step: step, code: code, message: message, hint: hint, lines: lines, action: action)
    }
}
