import Model
import Synchronization

/// Tells from the builder's output which instruction runs, and shows that instead of the builder's own lines.
final class BuildProgress: Sendable {
    private let written: Dockerfile.Written
    private let log: @Sendable (String) -> Void
    private let current = Mutex<DockerfileInstruction?>(nil)

    init(_ written: Dockerfile.Written, _ log: @escaping @Sendable (String) -> Void) {
        self.written = written
        self.log = log
    }

    /// The instruction that began last.
    var step: DockerfileInstruction? { current.withLock { $0 } }

    @Sendable func receive(_ line: String) {
        guard let number = Self.number(of: line) else {
            if !Self.isChatter(line) { log(line) }
            return
        }
        guard written.steps.indices.contains(number - 1), let begun = written.steps[number - 1] else { return }
        let isNew = current.withLock { step in
            defer { step = begun }
            return step != begun
        }
        if isNew { log("Line \(begun.line): \(LogText.clean(begun.text.utf8))") }
    }

    /// What the step that began last printed itself.
    static func output(of lines: [String]) -> [String] {
        let start = lines.lastIndex { number(of: $0) != nil }.map { $0 + 1 } ?? 0
        return lines[start...].filter { !isChatter($0) }
    }

    /// `Step 3/9 : RUN …`.
    private static func number(of line: String) -> Int? {
        guard line.hasPrefix("Step "), line.contains(" : ") else { return nil }
        let digits = line.dropFirst("Step ".count).prefix { $0 != "/" }
        return Int(digits)
    }

    /// True for what the builder itself prints.
    static func isChatter(_ line: String) -> Bool {
        let text = LogText.clean(line.utf8).drop { $0 == " " }
        return text.isEmpty
            || [
                "---> ", "Sending build context to Docker daemon", "Removed intermediate container ",
                "Removing intermediate container ", "DEPRECATED: The legacy builder", "BuildKit is currently disabled",
                "environment-variable.", "Install the buildx component", "Successfully built ", "Successfully tagged ",
            ].contains { text.hasPrefix($0) }
    }
}
