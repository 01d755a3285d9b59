/// A line of a Dockerfile that is not built here, and what to write instead.
package struct DockerfileProblem: Error, Equatable, Sendable {
    /// Stable identifier, such as `dockerfile_unsupported`.
    package let code: String
    /// From 1; nil if the whole file is meant.
    package let line: Int?
    /// The instruction on one line.
    package let text: String
    /// One sentence without its subject, such as “names an image that is not allowed”.
    package let what: String
    package let hint: String

    package var failure: StepFailure {
        let subject = line.map { "Line \($0) of the Dockerfile" } ?? "The Dockerfile"
        return StepFailure(
            code: code, message: "\(subject) \(what).", hint: hint,
            lines: text.isEmpty ? [] : ["Dockerfile:\(line ?? 1): \(LogText.clean(text.utf8))"])
    }
}

extension DockerfileProblem {
    static func syntax(_ line: DockerfileLine, _ what: String, _ hint: String) -> DockerfileProblem {
        DockerfileProblem(code: "dockerfile_syntax", line: line.number, text: line.text, what: what, hint: hint)
    }

    static func unsupported(_ line: DockerfileLine, _ what: String, _ hint: String) -> DockerfileProblem {
        DockerfileProblem(code: "dockerfile_unsupported", line: line.number, text: line.text, what: what, hint: hint)
    }
}
