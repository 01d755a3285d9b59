@testable import Model
import Testing

@Suite struct DependencyProblemTests {
    struct Trouble: Sendable, CustomTestStringConvertible {
        let line: String
        let code: String?
        var skip: [String] = []
        var extra: [String] = []
        var testDescription: String { line }
    }

    static let windows = Trouble(line: "pywin32==306", code: "windows_only", skip: ["pywin32==306"])
    static let troubles = [
        windows,
        Trouble(line: "PyWin32==306 ; sys_platform == 'win32'", code: nil),
        Trouble(line: "pyobjc-core==10", code: "macos_only", skip: ["pyobjc-core==10"]),
        Trouble(line: "menuinst==1.4", code: "conda_only", skip: ["menuinst==1.4"]),
        Trouble(
            line: "six @ file:///C:/ci/six_16", code: "local_file", skip: ["six @ file:///C:/ci/six_16"], extra: ["six"]
        ),
        Trouble(
            line: "six @ file:///tmp/build/80754af9/six/work ; python_version > '3'", code: "local_file",
            skip: ["six @ file:///tmp/build/80754af9/six/work ; python_version > '3'"],
            extra: ["six; python_version > '3'"]),
        Trouble(
            line: "torch==2.1.0+cu118 # GPU", code: "torch_index",
            extra: ["--extra-index-url https://download.pytorch.org/whl/cu118"]),
        Trouble(
            line: "torchvision==0.16+cpu; python_version > '3'", code: "torch_index",
            extra: ["--extra-index-url https://download.pytorch.org/whl/cpu"]),
        Trouble(
            line: "xformers==0.0.20+cu121", code: "torch_index",
            extra: ["--extra-index-url https://download.pytorch.org/whl/cu121"]),
        Trouble(
            line: "torch==2.1.0+rocm5.6", code: "torch_other_card", skip: ["torch==2.1.0+rocm5.6"],
            extra: ["torch==2.1.0"]),
        Trouble(line: "torch==2.1.0", code: nil),
        Trouble(line: "./lib", code: "local_path_missing", skip: ["./lib"]),
        Trouble(line: "-e ../other", code: "local_path_missing", skip: ["-e ../other"]),
        Trouble(line: #"C:\wheels\x.whl"#, code: "local_path_missing", skip: [#"C:\wheels\x.whl"#]),
        Trouble(line: "--no-deps", code: "option_unknown", skip: ["--no-deps"]),
        Trouble(line: "-r https://example.org/r.txt", code: "include_remote", skip: ["-r https://example.org/r.txt"]),
    ]

    @Test(arguments: troubles) func offersAWayAroundEachProblem(_ given: Trouble) throws {
        let plan = DependencyPlan(["requirements.txt": "bottle\n\(given.line)\n"])
        #expect(plan.problems.map(\.code) == [given.code].compactMap(\.self))
        guard let problem = plan.problems.first else { return }
        #expect((problem.file, problem.line, problem.isFatal) == ("requirements.txt", 2, true))
        let fix = try #require(problem.fix)
        #expect(fix == .init(skip: given.skip, extra: given.extra))
        let solved = DependencyPlan(
            ["requirements.txt": "bottle\n\(given.line)\n"], extra: fix.extra, skipped: fix.skip)
        #expect(solved.problems.isEmpty)
        #expect(fix.extra.allSatisfy(solved.requirements.contains))
    }

    @Test(
        arguments: [
            (
                "<<<<<<< HEAD\nsix==1\n=======\nsix==2\n>>>>>>> main",
                ["conflict_marker", "conflict_marker", "conflict_marker"]
            ),
            ("-r missing.txt", ["include_missing"]), ("-r ../../etc/passwd", ["include_outside"]),
            ("-r /etc/passwd", ["include_outside"]),
            ("-r linked.txt", ["include_outside"]), ("-c", ["option_value"]), ("-r picture.txt", ["encoding_unknown"]),
        ])
    func namesWhatHasNoWayAround(_ text: String, _ codes: [String]) {
        var files = FilesInMemory(["requirements.txt": text])
        files.files["picture.txt"] = [0x89, 0x50, 0, 0, 0, 1]
        files.outside = ["linked.txt"]
        let plan = DependencyPlan(of: files, requirementsFile: .automatic)
        #expect(plan.problems.map(\.code) == codes)
        #expect(plan.problems.allSatisfy { $0.fix == nil && !$0.message.isEmpty && $0.isFatal })
    }

    @Test func whatDoesNoHarmStopsNothing() {
        let problems = DependencyPlan(["requirements.txt": "wincertstore==0.2"]).problems
        #expect(problems.map(\.code) == ["windows_only"])
        #expect(problems.allSatisfy { !$0.isFatal })
    }

    @Test func anIndexThatIsNamedSolvesABuildOfTorch() {
        let index = "--find-links https://download.pytorch.org/whl/torch_stable.html"
        #expect(DependencyPlan(["requirements.txt": "\(index)\ntorch==1.13.1+cu117"]).problems.isEmpty)
        let other = "--extra-index-url https://download.pytorch.org/whl/cu121"
        #expect(
            DependencyPlan(["requirements.txt": "\(other)\ntorch==2.1.0+cu118"]).problems.map(\.code) == ["torch_index"]
        )
    }

    @Test func aSurveyDoesNotMissWhatItDidNotRead() {
        let files = FilesInMemory(["requirements.txt": "-r deploy/base.txt\n-e ./lib"], isComplete: false)
        let plan = DependencyPlan(of: files, requirementsFile: .automatic)
        #expect(plan.problems.isEmpty)
        #expect(plan.requirements == "-e /app/lib\n")
        #expect(plan.notes.contains("deploy/base.txt is read when the app is deployed."))
    }
}
