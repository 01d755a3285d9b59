import Foundation
import Testing

@testable import DockerHost

/// The part of the script that stays beside the command, under Docker's own init.
@Suite(.serialized, .timeLimit(.minutes(3))) struct StartScriptTests {
    private static let app = """
        import os, signal, sys, time
        def end(*_):
            time.sleep(0.5)
            os.write(1, b"ended well\\n")
            sys.exit(0)
        signal.signal(signal.SIGTERM, end)
        print("up", flush=True)
        time.sleep(60)
        """

    private func run(_ line: String, stopping: Bool) async throws -> (exit: Int32, output: String) {
        let folder = FileManager.default.temporaryDirectory.appending(path: "start-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Self.app.write(to: folder.appending(path: "app.py"), atomically: true, encoding: .utf8)
        let script = "python3 app.py\necho after\n"
        try script.write(to: folder.appending(path: "run.sh"), atomically: true, encoding: .utf8)
        let start = Process()
        start.executableURL = URL(filePath: "/usr/bin/docker-init")
        start.arguments = ["-s", "--", "/bin/sh", "-c", StartScript.supervisedLine, "start", line]
        start.currentDirectoryURL = folder
        start.environment = [
            "PATH": "/usr/bin:/bin", StartScript.wholeGroup.name: StartScript.wholeGroup.value,
        ]
        let file = folder.appending(path: "output")
        try Data().write(to: file)
        let output = try FileHandle(forWritingTo: file)
        start.standardOutput = output
        start.standardError = FileHandle.nullDevice
        try await start.runToItsEnd { start in
            guard stopping else { return }
            while try Data(contentsOf: file).isEmpty { try await Task.sleep(for: .milliseconds(20)) }
            start.terminate()
        }
        return (start.terminationStatus, try String(contentsOf: file, encoding: .utf8))
    }

    @Test(arguments: [
        "python3 app.py", "python3 app.py | tee log", "sh run.sh", "(python3 app.py; echo after) | tee -a log",
    ])
    func aStopReachesTheAppAndWaitsForIt(_ line: String) async throws {
        let (exit, output) = try await run(line, stopping: true)
        #expect(output.split(separator: "\n") == ["up", "ended well"])
        #expect(exit == 143)
    }

    @Test(arguments: [
        ("exit 3", 3), ("true", 0), ("no-such-program", 127), ("kill -SEGV $$", 139), ("false | tee log", 0),
    ])
    func itsOwnEndIsTheContainersEnd(_ line: String, code: Int32) async throws {
        #expect(try await run(line, stopping: false).exit == code)
    }
}
