import Testing

@testable import Model

/// The last lines of a log, as a program left them, and what a person is told.
struct DiagnosisTail: Sendable, CustomTestStringConvertible {
    let name: String
    let evidence: Evidence
    let code: String
    let message: String
    /// nil where there is none.
    let button: String?

    var testDescription: String { name }

    /// - Parameter log: lines of the log.
    init(
        _ name: String, _ stage: Evidence.Stage = .start, exit: Int = 1, command: String = "python app.py",
        requirements: [String]? = nil, installer: Installer = .uv, script: Evidence.Script? = nil,
        files: Set<String> = ["app.py"], log: String, is code: String, _ message: String, button: String? = nil
    ) {
        self.name = name
        evidence = Evidence(
            stage: stage, exitCode: exit,
            lines: log.split(separator: "\n", omittingEmptySubsequences: false).map(String.init),
            startCommand: command, memory: 8, requirements: requirements, installer: installer, files: files,
            script: script)
        self.code = code
        self.message = message
        self.button = button
    }

    /// Requires what the page shows to be what is expected, and the lines to be from the log.
    func expectToBeTold(sourceLocation: SourceLocation = #_sourceLocation) throws {
        let cause = try #require(Diagnosis.of(evidence), sourceLocation: sourceLocation)
        #expect(cause.code == code, sourceLocation: sourceLocation)
        #expect(cause.message == message, sourceLocation: sourceLocation)
        #expect(cause.action?.label == button, sourceLocation: sourceLocation)
        #expect(!cause.hint.isEmpty && cause.lines.count <= 3, sourceLocation: sourceLocation)
        for line in cause.lines {
            #expect(evidence.lines.contains { $0.hasPrefix(line) }, sourceLocation: sourceLocation)
        }
    }
}
