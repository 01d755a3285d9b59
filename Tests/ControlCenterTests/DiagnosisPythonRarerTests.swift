import Testing

@testable import Model

/// Python’s exceptions: real last lines, shortened, and what a person is told.
struct DiagnosisPythonRarerTests {
    @Test(arguments: tails) func namesTheCause(_ tail: DiagnosisTail) throws { try tail.expectToBeTold() }

    static let tails: [DiagnosisTail] = [
        DiagnosisTail(
            "sqlite",
            log: #"""
                Traceback (most recent call last):
                  File "/app/app.py", line 12, in <module>
                    main()
                RuntimeError: Your system has an unsupported version of sqlite3. Chroma requires sqlite3 >= 3.35.0.
                """#,
            is: "sqlite_too_old", "Chroma needs a newer SQLite than the image has.",
            button: "Add pysqlite3-binary and redeploy"),
        DiagnosisTail(
            "compiler",
            log: #"""
                Traceback (most recent call last):
                  File "/app/app.py", line 12, in <module>
                    main()
                RuntimeError: Failed to find C compiler. Please specify via CC environment variable or set triton.knobs.build.impl.
                """#,
            is: "compiler_missing", "The app compiles code while it runs, and the image has no compiler.",
            button: "Add build-essential and ninja-build and redeploy"),
        DiagnosisTail(
            "stsecrets",
            log: #"""
                Traceback (most recent call last):
                  File "/app/app.py", line 12, in <module>
                    main()
                streamlit.errors.StreamlitSecretNotFoundError: No secrets found. Valid paths for a secrets.toml file … directories are: /app/.dcc/home/.streamlit/secrets.toml, /app/.streamlit/secrets.toml
                """#,
            is: "streamlit_secrets_missing", "The app reads .streamlit/secrets.toml, which is not in the repository."),
        DiagnosisTail(
            "gradio launch",
            log: #"""
                Traceback (most recent call last):
                  File "/app/app.py", line 12, in <module>
                    main()
                TypeError: Blocks.launch() got an unexpected keyword argument 'enable_queue'
                """#,
            is: "exception",
            "The app stopped at app.py, line 12 with TypeError: Blocks.launch() got an unexpected keyword argument 'enable_queue'"
        ),
        DiagnosisTail(
            "own", files: ["utils", "app.py", "src"],
            log: #"""
                Traceback (most recent call last):
                  File "/app/src/app.py", line 1, in <module>
                    from utils.x import y
                ModuleNotFoundError: No module named 'utils'
                """#,
            is: "module_of_repository", "utils is in the repository, but Python does not find utils.",
            button: "Set PYTHONPATH=/app and redeploy"),
        DiagnosisTail(
            "warning first",
            log: #"""
                Could not load dynamic library 'libcudart.so.11.0'; dlerror: libcudart.so.11.0: cannot open shared object file: No such file or directory
                Traceback (most recent call last):
                  File "/app/app.py", line 12, in <module>
                    main()
                ModuleNotFoundError: No module named 'bs4'
                """#,
            is: "module_missing", "The app imports bs4, but no requirement installs beautifulsoup4.",
            button: "Add beautifulsoup4 and redeploy"),
        DiagnosisTail(
            "subprocess npm",
            log: #"""
                /bin/sh: 1: npm: not found
                Traceback (most recent call last):
                  File "/app/app.py", line 12, in <module>
                    main()
                subprocess.CalledProcessError: Command 'npm start' returned non-zero exit status 127.
                """#,
            is: "program_missing", "The program npm is not in the image; Debian's package npm has it.",
            button: "Add npm and redeploy"),
    ]
}
