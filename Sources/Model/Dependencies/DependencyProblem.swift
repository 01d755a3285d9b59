/// A line that says something that cannot be installed, or that is left out.
package struct DependencyProblem: Equatable, Sendable {
    /// Settings that solve it: lines to leave out, and lines to add instead.
    package struct Fix: Equatable, Sendable {
        package var skip: [String] = []
        package var extra: [String] = []

        package init(skip: [String] = [], extra: [String] = []) {
            self.skip = skip
            self.extra = extra
        }
    }

    /// Stable identifier, such as `windows_only`.
    package let code: String
    /// Relative to the repository; empty for a line of the app's own settings.
    package let file: String
    /// From 1; nil if the whole file is meant.
    package let line: Int?
    /// The line without comment and hashes; empty if the whole file is meant.
    package let text: String
    /// One sentence.
    package let message: String
    package let fix: Fix?
    /// The installation would certainly fail; otherwise the line is left out or does no harm.
    package let isFatal: Bool
}

extension DependencyProblem {
    init(_ code: String, _ line: DependencyLine, _ message: String, fix: Fix? = nil, isFatal: Bool = true) {
        self.init(
            code: code, file: line.file, line: line.line, text: line.text, message: message, fix: fix, isFatal: isFatal)
    }

    init(_ code: String, file: String, line: Int? = nil, _ message: String, isFatal: Bool = true) {
        self.init(code: code, file: file, line: line, text: "", message: message, fix: nil, isFatal: isFatal)
    }
}
