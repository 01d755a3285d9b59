/// Everything that is wrong with a configuration.
package struct InvalidConfiguration: Error, Equatable, CustomStringConvertible {
    package struct Problem: Equatable, Sendable {
        /// The file or the environment variable.
        package let place: String
        /// One sentence without a full stop, such as “quotas.apps must be a whole number from 0 to 10, but it is true”.
        package let text: String

        package init(_ place: String, _ text: String) {
            self.place = place
            self.text = text
        }
    }

    /// In the file's order; those of variables come last.
    package let problems: [Problem]

    package init(_ problems: [Problem]) {
        self.problems = problems
    }

    /// One line each.
    package var lines: [String] { problems.map { "configuration: \($0.place): \($0.text)" } }
    package var description: String { lines.joined(separator: "\n") }
}
