/// Why a program ended, as read from what it left behind.
package struct Cause: Equatable, Sendable {
    /// Stable identifier for programs, such as `module_missing`.
    package let code: String
    /// One sentence: what happened, with the names in it.
    package let message: String
    /// One sentence: what to do next.
    package let hint: String
    /// The log lines that say so, at most three, oldest first; cut after ``LogTail/shownLength`` characters.
    package let lines: [String]
    package let action: FailureAction?

    package var failure: StepFailure {
        StepFailure(code: code, message: message, hint: hint, lines: lines, action: action)
    }
}
