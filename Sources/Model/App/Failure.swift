/// Why an app is not running: the step, the reason, and what to do.
package struct Failure: Error, Equatable, Sendable {
    /// nil if a running app exited.
    package let step: Step?
    /// Stable identifier for programs, such as `repository_redirect`.
    package let code: String
    /// One sentence: what happened.
    package let message: String
    /// One sentence: what to do next.
    package let hint: String

    package init(step: Step?, code: String, message: String, hint: String) {
        self.step = step
        self.code = code
        self.message = message
        self.hint = hint
    }
}

/// A step's failure as reported by the module that ran it; the recipe adds the step.
package struct StepFailure: Error, Equatable, Sendable {
    package let code: String
    package let message: String
    package let hint: String

    package init(code: String, message: String, hint: String) {
        self.code = code
        self.message = message
        self.hint = hint
    }

    package func during(_ step: Step?) -> Failure {
        Failure(step: step, code: code, message: message, hint: hint)
    }
}
