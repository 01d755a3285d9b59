import Testing

@testable import Model

struct DiagnosisTests {
    @Test func thereAreAtLeastEightyCauses() {
        #expect(Set(Diagnosis.allRules.map(\.code)).count >= 80)
    }

    @Test func everyRuleSaysWhatToDo() {
        for rule in Diagnosis.allRules {
            #expect(rule.code.allSatisfy { $0.isLowercase || $0.isNumber || $0 == "_" })
            #expect(!rule.patterns.isEmpty || !rule.exits.isEmpty || rule.code.hasSuffix("out_of_memory"))
        }
    }

    @Test func memoryGoesBeforeTheLog() throws {
        let log = ["ModuleNotFoundError: No module named 'cv2'"]
        for (stage, code) in [(Evidence.Stage.run, "app_out_of_memory"), (.install, "install_out_of_memory")] {
            let evidence = Evidence(stage: stage, exitCode: 137, outOfMemory: true, lines: log, memory: 8)
            let cause = try #require(Diagnosis.of(evidence))
            #expect(cause.code == code && cause.action == .setMemory(gib: 16))
            #expect(cause.message.contains("8 GiB"))
        }
    }

    @Test(arguments: [
        (0, "ended_by_itself"), (126, "command_not_executable"), (127, "command_not_found"), (130, "interrupted"),
        (132, "illegal_instruction"), (134, "aborted"), (135, "bus_error"), (136, "arithmetic_error"), (137, "killed"),
        (139, "segmentation_fault"), (143, "terminated"),
    ])
    func anExitCodeSpeaksWhereTheLogIsSilent(_ exit: Int, _ code: String) {
        let evidence = Evidence(stage: .run, exitCode: exit, lines: ["starting"], startCommand: "python app.py")
        #expect(Diagnosis.of(evidence)?.code == code)
    }

    @Test func theLogSpeaksBeforeTheExitCode() {
        let lines = ["RuntimeError: CUDA error: out of memory", "Aborted"]
        #expect(Diagnosis.of(Evidence(stage: .run, exitCode: 134, lines: lines))?.code == "gpu_out_of_memory")
    }

    static let healthy = [
        """
        INFO:     Started server process [213]
        INFO:     Application startup complete.
        INFO:     Uvicorn running on http://0.0.0.0:8094 (Press CTRL+C to quit)
        INFO:     172.16.0.1:4711 - "GET /nothere HTTP/1.1" 404 Not Found
        INFO:     172.16.0.1:4711 - "GET / HTTP/1.1" 200 OK
        """,
        """
        Collecting usage statistics. To deactivate, set browser.gatherUsageStats to false.
        2026-11-29 17:58:55.865 Did not auto detect external IP.
        Please go to https://docs.streamlit.io/ for debugging hints.

          You can now view your Streamlit app in your browser.

          Local URL: http://localhost:8095
        """,
        """
        * Running on local URL:  http://0.0.0.0:7860
        * To create a public link, set `share=True` in `launch()`.
        """,
        """
        UserWarning: CUDA initialization: Found no NVIDIA driver on your system.
        WARNING: libGL.so.1: cannot open shared object file: No such file or directory
        Warning: You are sending unauthenticated requests to the HF Hub. Please set a HF_TOKEN to enable higher rate limits.
        xformers: WARNING[XFORMERS]: xFormers can't load C++/CUDA extensions. xFormers was built for:
        To see the GUI go to: http://0.0.0.0:8188
        """,
        """
        2026-11-29 17:58:55 W external/local_xla/xla/tsl/framework: WARNING could not load dynamic library 'libcudart.so.11.0'
        [2026-11-29 17:57:40 +0000] [162] [INFO] Listening at: http://0.0.0.0:8097 (162)
        [2026-11-29 17:57:40 +0000] [163] [INFO] Booting worker with pid: 163
        127.0.0.1 - - [29/Nov/2026 17:57:41] "GET /x HTTP/1.1" 403 -
        """,
    ]

    @Test(arguments: healthy) func aHealthyProgramsLinesAreNoCause(_ log: String) {
        let lines = log.split(separator: "\n").map(String.init)
        #expect(Diagnosis.of(Evidence(stage: .run, exitCode: 1, lines: lines)) == nil)
    }

    @Test func whatAnAppSurvivedIsNoCause() {
        let survived = [
            "Traceback (most recent call last):", "  File \"/app/app.py\", line 3, in <module>", "    import xformers",
            "ModuleNotFoundError: No module named 'xformers'",
        ]
        let later = (1...40).map { "request \($0) took 3 ms" }
        #expect(Diagnosis.of(Evidence(stage: .run, exitCode: 1, lines: survived + later)) == nil)
    }

    @Test func anEarlierWarningDoesNotWinOverTheLastException() {
        let log = [
            "Could not load dynamic library 'libcudart.so.11.0'; dlerror: libcudart.so.11.0: cannot open shared object file",
            "Traceback (most recent call last):", "  File \"/app/app.py\", line 3, in <module>", "    import bs4",
            "ModuleNotFoundError: No module named 'bs4'",
        ]
        let cause = Diagnosis.of(Evidence(stage: .start, exitCode: 1, lines: log))
        #expect(cause?.action == .addRequirements(["beautifulsoup4"]))
        #expect(cause?.lines == Array(log.suffix(3).map { $0 }))
    }

    @Test func fiveHundredLongLinesAreReadInNoTime() {
        let lines = (1...500).map { "\($0) " + String(repeating: "error: ' of \"File\" ", count: 10) }
        let began = ContinuousClock.now
        _ = Diagnosis.of(Evidence(stage: .install, exitCode: 1, lines: lines))
        #expect(began.duration(to: .now) < .seconds(30))
    }
}
