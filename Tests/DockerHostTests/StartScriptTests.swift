import Foundation
import Testing

@testable import DockerHost

/// The part of the script that stays beside the command, under Docker's own init.
@Suite(.timeLimit(.minutes(3))) struct StartScriptTests {
    private static let app = """
        import signal, sys, time
        def end(*_):
            time.sleep(0.5)
            print("ended well", flush=True)
            sys.exit(0)
        signal.signal(signal.SIGTERM, end)
        print("up", flush=True)
        time.sleep(60)
        """

    private func run(_ line: String, stopping: Bool) throws -> (exit: Int32, output: String) {
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
        let pipe = Pipe()
        start.standardOutput = pipe
        start.standardError = FileHandle.nullDevice
        try start.run()
        var output = Data()
        if stopping {
            output += pipe.fileHandleForReading.availableData
            start.terminate()
        }
        output += pipe.fileHandleForReading.readDataToEndOfFile()
        start.waitUntilExit()
        return (start.terminationStatus, String(decoding: output, as: UTF8.self))
    }

    @Test(arguments: [
        "python3 app.py", "python3 app.py | tee log", "sh run.sh", "(python3 app.py; echo after) | tee -a log",
    ])
    func aStopReachesTheAppAndWaitsForIt(_ line: String) throws {
        let (exit, output) = try run(line, stopping: true)
        #expect(output.split(separator: "\n") == ["up", "ended well"])
        #expect(exit == 143)
    }

    @Test(arguments: [
        ("exit 3", 3), ("true", 0), ("no-such-program", 127), ("kill -SEGV $$", 139), ("false | tee log", 0),
    ])
    func itsOwnEndIsTheContainersEnd(_ line: String, code: Int32) throws {
        #expect(try run(line, stopping: false).exit == code)
    }
}
