@testable import Model
import Synchronization
import Testing

/// Files and logs that are made to be slow to read.
@Suite(.serialized, .timeLimit(.minutes(2))) struct HostileTextTests {
    /// Counts what is read.
    private final class CountedFiles: RepositoryFiles {
        let files: FilesInMemory
        let reads = Mutex(0)
        var isComplete: Bool { true }

        init(_ files: [String: String]) { self.files = FilesInMemory(files) }

        func names(in folder: String) -> [String] { files.names(in: folder) }
        func content(of path: String) -> FileContent {
            reads.withLock { $0 += 1 }
            return files.content(of: path)
        }
    }

    @Test func filesThatIncludeEachOtherOftenAreReadOnce() {
        let often = { (lines: String) in String(repeating: lines, count: 60) }
        let files = CountedFiles([
            "requirements.txt": often("-r a.txt\n"), "a.txt": often("-r b.txt\n-c b.txt\n"),
            "b.txt": often("-r c.txt\n") + "flask\n", "c.txt": "gradio\n",
        ])
        let plan = DependencyPlan(of: files, requirementsFile: .automatic)
        #expect(plan.requirements == "gradio\nflask\n" && plan.constraints == "flask\n")
        #expect(files.reads.withLock { $0 } < 50)
    }

    /// `#` stands for a number.
    @Test(arguments: [
        ("requirements.txt", "-e git+https://h/#.git\n"),
        ("poetry.lock", "[[package]]\nname = \"p#\"\nversion = \"1\"\n"),
    ]) func noRepositoryAsksForMoreThanTheLargestOnesDo(_ name: String, _ line: String) {
        let text = (0..<6000).map { line.replacing("#", with: "\($0)") }.joined()
        #expect(DependencyPlan([name: text]).lines.count == 5000)
    }

    @Test func tablesInTablesDoNotExhaustTheStack() {
        let deep = String(repeating: "a.", count: 31) + "a"
        let values = String(repeating: "\(deep) = { ", count: 32) + String(repeating: "}", count: 32)
        _ = try? TOMLReader.read("[\(deep)]\n\(values)\n")
    }

    /// Compared with lines of the same length in which nothing looks like a cause.
    @Test(arguments: [
        (Evidence.Stage.install, "error: Failed to build `" + String(repeating: "Failed building wheel ", count: 350)),
        (.start, String(repeating: "File \"", count: 1300)), (.start, String(repeating: "'", count: 8000)),
        (.start, String(repeating: " ", count: 8000) + "Traceback (most recent call last):"),
    ]) func longLinesAreExplainedInTime(_ stage: Evidence.Stage, _ line: String) {
        func time(_ line: String) -> Duration {
            let lines = Array(repeating: line, count: 50)
            return ContinuousClock().measure {
                _ = Diagnosis.of(Evidence(stage: stage, exitCode: 1, lines: lines, startCommand: "python a.py"))
            }
        }
        let plain = time(String(repeating: "x", count: 8000))
        #expect(time(line) < plain * 20)
    }
}
