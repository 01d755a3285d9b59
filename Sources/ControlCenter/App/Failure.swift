/// Why an app is not running: which step, which reason, and what to do about it.
package struct Failure: Error, Equatable, Sendable {
    /// nil when a running app ended by itself.
    package let step: Step?
    /// Stable for programs, such as `repository_redirect`.
    package let code: String
    /// One sentence on what happened.
    package let message: String
    /// One sentence on what to do next.
    package let hint: String

    package init(step: Step?, code: String, message: String, hint: String) {
        self.step = step
        self.code = code
        self.message = message
        self.hint = hint
    }
}

/// A step's own failure, as the room that ran it reports it; the recipe adds which step it was.
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
