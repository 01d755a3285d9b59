import Testing

@testable import Model

struct PatternTests {
    static let matching: [(Pattern, String, [String: String])] = [
        ("No module named '{module}'", "ModuleNotFoundError: No module named 'a.b'", ["module": "a.b"]),
        ("{program}: command not found", "run.sh: line 3: gcc: command not found", ["program": "gcc"]),
        ("sh: {n#}: {program}: not found", "/bin/sh: 1: npm: not found", ["n": "1", "program": "npm"]),
        ("(from versions: {versions*})", "x (from versions: 1.0, 2.0)", ["versions": "1.0, 2.0"]),
        ("Please set {variable!}", "Please set HF_TOKEN to continue", ["variable": "HF_TOKEN"]),
        // The first literal's first occurrence does not lead on, its second does.
        ("in '{path}'", "error in line 3 in '/app/x'", ["path": "/app/x"]),
        ("^{name}: {words*}", "ValueError: a b", ["name": "ValueError", "words": "a b"]),
        ("‘{word}\\r’", "/usr/bin/env: ‘bash\\r’: No such file", ["word": "bash"]),
    ]

    @Test(arguments: matching) func findsWhatItsHolesHold(_ pattern: Pattern, _ line: String, _ names: [String: String])
    {
        #expect(pattern.match(line) == names)
    }

    @Test(
        arguments: [
            ("^error: {words*}", "pip: error: no such option"),
            ("sh: {n#}: {program}: not found", "sh: x: y: not found"),
            ("named '{module}'", "named ''"), ("named '{module}'", "named 'a b'"),
            ("Please set {variable!}", "Please set it"),
            ("{program}: command not found", ": command not found"), ("abc", "ab"), ("abc", ""),
        ] as [(Pattern, String)])
    func doesNotMatchAnotherLine(_ pattern: Pattern, _ line: String) { #expect(pattern.match(line) == nil) }

    @Test func takesAHostileLineInNoTime() {
        let line = String(repeating: "No module named '", count: 500)
        let began = ContinuousClock.now
        #expect(("No module named '{module}' and more" as Pattern).match(line) == nil)
        #expect(began.duration(to: .now) < .seconds(1))
    }
}

struct WordingTests {
    @Test(
        arguments: [
            ("{a} is missing.", "x is missing."), ("{b} is missing.", nil), ("All[ of {b}| of {a}].", "All of x."),
            ("All[ of {b}].", "All."), ("{a}[ and {a}][, {b}]", "x and x"),
        ] as [(Wording, String?)])
    func namesOnlyWhatIsKnown(_ wording: Wording, _ text: String?) { #expect(wording.filled(["a": "x"]) == text) }
}

struct LogTailTests {
    private let traceback = [
        "Traceback (most recent call last):", "  File \"/app/app.py\", line 7, in <module>", "    run()",
        "  File \"/app/.dcc/venv/lib/python3.11/site-packages/x.py\", line 1, in run", "    raise ValueError()",
        "ValueError: no",
    ]

    private func decisive(_ lines: [String]) -> [String] {
        let tail = LogTail(lines)
        return tail.decisive.map { tail.lines[$0] }
    }

    @Test func theLastExceptionAndWhatFollowsDecide() {
        #expect(decisive(["noise"] + traceback + ["Failed to start."]) == ["Failed to start.", "ValueError: no"])
    }

    @Test func anExceptionThatLedToTheLastOneFollowsIt() {
        let chain = traceback + ["", "During handling of the above exception, another exception occurred:", ""]
        #expect(decisive(chain + traceback.dropLast() + ["OSError: yes"]) == ["OSError: yes", "ValueError: no"])
    }

    @Test func anEarlierTracebackThatTheAppSurvivedDoesNot() {
        let later = (1...30).map { "request \($0)" }
        #expect(!decisive(traceback + later).contains("ValueError: no"))
    }

    @Test func whatAnotherProgramSaidDecidesWhereTheExceptionOnlyPassesItOn() {
        let last = ["subprocess.CalledProcessError: Command 'npm start' returned non-zero exit status 127."]
        #expect(decisive(["sh: 1: npm: not found"] + traceback.dropLast() + last).last == "sh: 1: npm: not found")
    }

    @Test func remarksDecideNothing() {
        #expect(decisive(["WARNING: x", "UserWarning: y", "2026 INFO z", "the end"]) == ["the end"])
    }

    @Test func namesThePlaceInTheAppsOwnCode() {
        #expect(LogTail(traceback).place(of: 5)?.words == "app.py, line 7")
    }

    @Test(
        arguments: [
            ("get('https://user:token@api.example.org:8443/x')", "api.example.org"),
            ("create_connection(('db.internal', 5432))", "db.internal"), ("('10.0.0.7',80)", "10.0.0.7"),
            ("no host", nil),
        ] as [(String, String?)])
    func findsTheHostInCode(_ text: String, _ host: String?) { #expect(LogTail.host(in: text) == host) }

    @Test func coloursAreGone() { #expect(LogTail(["\u{1b}[31mred\u{1b}[0m"]).lines == ["red"]) }
}

struct StartLineTests {
    @Test(
        arguments: [
            ("apt-get install -y ffmpeg && python app.py", ["ffmpeg"], "python app.py", false),
            (
                "sudo apt update && sudo apt-get install -y --no-install-recommends ffmpeg libgl1; ./run.sh --port 80",
                ["ffmpeg", "libgl1"], "./run.sh --port 80", true
            ),
            ("apt-get update", [], nil, false), ("sudo python app.py", [], "python app.py", true),
            ("sudo -E python app.py && echo done", [], "python app.py && echo done", true),
            (
                "pip install -r x.txt && apt-get install -y git && python app.py", ["git"],
                "pip install -r x.txt && python app.py", false
            ),
        ] as [(String, [String], String?, Bool)])
    func takesRootsStepsOut(_ command: String, _ packages: [String], _ rest: String?, _ hadSudo: Bool) throws {
        let line = try #require(StartLine(command))
        #expect(line.packages == packages)
        #expect(line.rest == rest)
        #expect(line.hadSudo == hadSudo)
    }

    @Test(arguments: [
        "python app.py", "apt-get install -y ./local.deb && python app.py",
        "apt-get install -y $(cat x) && python app.py",
        "apt-get remove ffmpeg", "apt-get install -y ffmpeg=7:1 && python app.py",
    ])
    func leavesOthersAlone(_ command: String) { #expect(StartLine(command) == nil) }
}

struct LikelyProgramTests {
    @Test(
        arguments: [
            ("pyhton", "python"), ("pyton3", "python3"), ("python2.7", "python3"), ("streamlt", "streamlit"),
            ("gunicron", "gunicorn"), ("py", "python3"), ("mytool", nil), ("x", nil), ("main", nil),
        ] as [(String, String?)])
    func correctsATypingError(_ typed: String, _ likely: String?) { #expect(LikelyProgram.name(for: typed) == likely) }

    @Test func keepsTheArguments() {
        #expect(LikelyProgram.command("pyhton app.py -v", insteadOf: "pyhton") == "python app.py -v")
        #expect(LikelyProgram.command("cd x && pyhton app.py", insteadOf: "pyhton") == nil)
    }
}

struct PackageTableTests {
    @Test(
        arguments: [
            ("libGL.so.1", "libgl1"), ("libgthread-2.0.so.0", "libglib2.0-0"), ("libglib-2.0.so.0", "libglib2.0-0"),
            ("/usr/lib/x86_64-linux-gnu/libgomp.so.1", "libgomp1"),
            ("libtcmalloc_minimal.so.4", "libtcmalloc-minimal4"),
            ("libespeak-ng.so.1", "libespeak-ng1"), ("gobject-2.0-0", "libglib2.0-0"), ("cairo-2", "libcairo2"),
            ("libgtk-3.so.0", "libgtk-3-0"), ("libstdc++.so.6", "libstdc++6"), ("PortAudio", "libportaudio2"),
            ("libusb-1.0.so.0", "libusb-1.0-0"), ("libnothing.so.1", nil),
        ] as [(String, String?)])
    func aLibraryIsInADebianPackage(_ library: String, _ package: String?) {
        #expect(LibraryPackages.package(for: library) == package)
    }

    @Test(
        arguments: [
            ("numpy==1.19.5", "3.11", "1.23.2"), ("numpy==1.23.5", "3.11", nil), ("torch==1.7.1", "3.11", "1.13.0"),
            ("PyYAML==5.3", "3.12", "6.0.1"), ("numpy>=1.0", "3.11", nil), ("bottle==0.1", "3.11", nil),
            ("tensorflow==1.15", "3.14", nil),
        ] as [(String, String, String?)])
    func aPackageHasAFirstWheelForAPython(_ requirement: String, _ python: String, _ version: String?) {
        #expect(FirstWheels.version(for: requirement, python: python) == version)
    }

    @Test func theTablesAreLarge() {
        #expect(ModulePackages.ofPyPI.count >= 100 && ProgramPackages.ofDebian.count >= 80)
    }

    @Test func everySystemPackageHasAPossibleName() {
        let names =
            Array(ProgramPackages.ofDebian.values) + Array(ModulePackages.ofDebian.values)
            + HeaderPackages.table.values.flatMap { $0.split(separator: " ").map(String.init) }
        for name in names { #expect(throws: Never.self) { try SystemPackageName(name, field: "x") } }
    }
}
