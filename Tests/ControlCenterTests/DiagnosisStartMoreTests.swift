import Testing

@testable import Model

/// the shell, servers and their arguments: real last lines, shortened, and what a person is told.
struct DiagnosisStartMoreTests {
    @Test(arguments: tails) func namesTheCause(_ tail: DiagnosisTail) throws { try tail.expectToBeTold() }

    static let tails: [DiagnosisTail] = [
        DiagnosisTail(
            "node", command: "node server.js",
            log: #"""
                node:internal/modules/cjs/loader:1143
                  throw err;

                Error: Cannot find module 'express'
                Require stack:
                - /app/server.js
                    at Module._resolveFilename (node:internal/modules/cjs/loader:1140:15)

                Node.js v18.19.0
                """#,
            is: "node_module_missing", "Node does not find express.",
            button: "Start with npm ci && node server.js and redeploy"),
        DiagnosisTail(
            "gcc in script", exit: 127, command: "bash run.sh",
            log: #"""
                run.sh: line 3: gcc: command not found
                """#,
            is: "program_missing", "The program gcc is not in the image; Debian's package build-essential has it.",
            button: "Add build-essential and redeploy"),
        DiagnosisTail(
            "streamlit missing", exit: 127, command: "streamlit run app.py",
            log: #"""
                sh: 1: streamlit: not found
                """#,
            is: "program_of_package", "There is no streamlit: no requirement brings streamlit.",
            button: "Add streamlit and redeploy"),
    ]
}
