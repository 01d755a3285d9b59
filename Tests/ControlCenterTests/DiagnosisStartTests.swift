import Testing

@testable import Model

/// the shell, servers and their arguments: real last lines, shortened, and what a person is told.
struct DiagnosisStartTests {
    @Test(arguments: tails) func namesTheCause(_ tail: DiagnosisTail) throws { try tail.expectToBeTold() }

    static let tails: [DiagnosisTail] = [
        DiagnosisTail(
            "notfound", exit: 127, command: "pyhton app.py",
            log: #"""
                sh: 1: pyhton: not found
                """#,
            is: "command_mistyped", "There is no program pyhton; is python meant?",
            button: "Start with python app.py and redeploy"),
        DiagnosisTail(
            "sudo", exit: 127, command: "sudo python app.py",
            log: #"""
                sh: 1: sudo: not found
                """#,
            is: "sudo_not_needed", "There is no sudo in the container, and none is needed.",
            button: "Start with python app.py and redeploy"),
        DiagnosisTail(
            "apt", exit: 100, command: "apt-get install -y ffmpeg && python app.py",
            log: #"""
                E: Could not open lock file /var/lib/dpkg/lock-frontend - open (13: Permission denied)
                E: Unable to acquire the dpkg frontend lock (/var/lib/dpkg/lock-frontend), are you root?
                """#,
            is: "system_packages_at_start",
            "The start command installs ffmpeg, which only root can; an app is not root.",
            button: "Add ffmpeg and redeploy"),
        DiagnosisTail(
            "apt2", exit: 100, command: "apt update && apt install -y ffmpeg",
            log: #"""
                WARNING: apt does not have a stable CLI interface. Use with caution in scripts.

                Reading package lists...
                E: Could not open lock file /var/lib/apt/lists/lock - open (13: Permission denied)
                E: Unable to lock directory /var/lib/apt/lists/
                """#,
            is: "system_packages_at_start",
            "The start command installs ffmpeg, which only root can; an app is not root.",
            button: "Add ffmpeg and redeploy"),
        DiagnosisTail(
            "npm", exit: 127, command: "npm start",
            log: #"""
                sh: 1: npm: not found
                """#,
            is: "program_missing", "The program npm is not in the image; Debian's package npm has it.",
            button: "Add npm and redeploy"),
        DiagnosisTail(
            "nosuchsh", exit: 127, command: "./nothere.sh",
            log: #"""
                sh: 1: ./nothere.sh: not found
                """#,
            is: "start_file_missing", "There is no ./nothere.sh in the repository."),
        DiagnosisTail(
            "notexec", exit: 126, command: "./run.sh",
            script: Evidence.Script(path: "run.sh", text: "#!/bin/bash\npython app.py\n"),
            log: #"""
                sh: 1: ./run.sh: Permission denied
                """#,
            is: "script_not_executable", "./run.sh is not executable.", button: "Start with bash ./run.sh and redeploy"),
        DiagnosisTail(
            "crlf", exit: 127, command: "./crlf.sh",
            script: Evidence.Script(path: "crlf.sh", text: "#!/bin/bash\r\npython app.py\r\n"),
            log: #"""
                sh: 1: ./crlf.sh: not found
                """#,
            is: "script_windows_lines", "crlf.sh has Windows line ends, which Linux takes for a part of its first line."
        ),
        DiagnosisTail(
            "crlf2", exit: 127, command: "./crlf2.sh",
            script: Evidence.Script(path: "crlf2.sh", text: "#!/usr/bin/env bash\r\n"),
            log: #"""
                /usr/bin/env: ‘bash\r’: No such file or directory
                /usr/bin/env: use -[v]S to pass options in shebang lines
                """#,
            is: "script_windows_lines", "A script, crlf2.sh, has Windows line ends."),
        DiagnosisTail(
            "crlf3", exit: 2, command: "sh crlf3.sh", script: Evidence.Script(path: "crlf3.sh", text: "set -e\r\n"),
            log: #"""
                crlf3.sh: 1: set: Illegal option -
                """#,
            is: "script_windows_lines", "A script, crlf3.sh, has Windows line ends."),
        DiagnosisTail(
            "crlf3b", exit: 2,
            log: #"""
                crlf3.sh: line 1: set: -
                : invalid option
                set: usage: set [-abefhkmnptuvxBCEHPT] [-o option-name] [--] [-] [arg ...]
                crlf3.sh: line 2: cd: $'/app\r': No such file or directory
                python: can't open file '/app/app.py\r': [Errno 2] No such file or directory
                """#,
            is: "script_windows_lines", "A script has Windows line ends."),
        DiagnosisTail(
            "zsh", exit: 127, command: "./zsh.sh",
            script: Evidence.Script(path: "zsh.sh", text: "#!/usr/bin/zsh\necho\n"),
            log: #"""
                sh: 1: ./zsh.sh: not found
                """#,
            is: "script_interpreter_missing", "./zsh.sh is to be run by /usr/bin/zsh, which the image does not have."),
        DiagnosisTail(
            "nofile", exit: 2,
            log: #"""
                python: can't open file '/app/nothere.py': [Errno 2] No such file or directory
                """#,
            is: "start_file_missing", "There is no nothere.py in the repository."),
        DiagnosisTail(
            "nomodule",
            log: #"""
                /app/.dcc/venv/bin/python: No module named nothere
                """#,
            is: "module_missing", "The app imports nothere, which no requirement brings."),
        DiagnosisTail(
            "nomodule2",
            log: #"""
                /app/.dcc/venv/bin/python: No module named uvicorn
                """#,
            is: "module_missing", "The app imports uvicorn, but no requirement installs uvicorn.",
            button: "Add uvicorn and redeploy"),
        DiagnosisTail(
            "cdfail", exit: 2,
            log: #"""
                sh: 1: cd: can't cd to nothere
                """#,
            is: "start_folder_missing", "There is no folder nothere in the repository."),
        DiagnosisTail(
            "dir",
            log: #"""
                /app/.dcc/venv/bin/python: can't find '__main__' module in '/app'
                """#,
            is: "start_file_missing", "Python is to run the folder /app, which has no __main__.py."),
        DiagnosisTail(
            "shsyntax", exit: 2,
            log: #"""
                sh: 1: Syntax error: end of file unexpected
                """#,
            is: "shell_syntax", "The shell does not understand the start command or script: end of file unexpected."),
        DiagnosisTail(
            "shsyntax2", exit: 2,
            log: #"""
                sh: 1: Syntax error: Unterminated quoted string
                """#,
            is: "shell_syntax", "The shell does not understand the start command or script: Unterminated quoted string."
        ),
        DiagnosisTail(
            "sourceit", exit: 127, command: "source venv/bin/activate && python app.py",
            log: #"""
                sh: 1: source: not found
                """#,
            is: "activation_not_needed",
            "The start command activates a Python environment; the app's own is already active."),
        DiagnosisTail(
            "bashinrun", exit: 127,
            log: #"""
                sh: 1: conda: not found
                """#,
            is: "activation_not_needed",
            "The start command activates a Python environment; the app's own is already active."),
        DiagnosisTail(
            "prog2", exit: 127,
            log: #"""
                sh: 1: ffmpeg: not found
                """#,
            is: "program_missing", "The program ffmpeg is not in the image; Debian's package ffmpeg has it.",
            button: "Add ffmpeg and redeploy"),
        DiagnosisTail(
            "arg", exit: 2,
            log: #"""
                usage: app.py [-h] [--listen]
                app.py: error: unrecognized arguments: --listne
                """#,
            is: "argument_unknown", "app.py does not know --listne."),
        DiagnosisTail(
            "arg2", exit: 2,
            log: #"""
                usage: app.py [-h] --model MODEL
                app.py: error: the following arguments are required: --model
                """#,
            is: "argument_missing", "app.py has to be started with --model."),
        DiagnosisTail(
            "arg3", exit: 2,
            log: #"""
                usage: app.py [-h] [--port PORT]
                app.py: error: argument --port: invalid int value: 'x'
                """#,
            is: "argument_invalid", "app.py does not take this value of --port: invalid int value: 'x'."),
        DiagnosisTail(
            "uvnoapp lib", exit: 3,
            log: #"""
                ERROR:    Error loading ASGI app. Could not import module "main".
                """#,
            is: "server_app_missing", "The server finds no module main to serve."),
        DiagnosisTail(
            "uvnoattr lib", exit: 3,
            log: #"""
                ERROR:    Error loading ASGI app. Attribute "app" not found in module "main".
                """#,
            is: "server_app_missing", "main has no app for the server to serve."),
        DiagnosisTail(
            "uvopt lib", exit: 2,
            log: #"""
                Usage: uvicorn [OPTIONS] APP
                Try 'uvicorn --help' for help.

                Error: No such option '--prot'. (Did you mean one of: '--host', '--port'?)
                """#,
            is: "argument_unknown", "The start command has an unknown option --prot."),
        DiagnosisTail(
            "flask2 lib", exit: 2,
            log: #"""
                Usage: flask run [OPTIONS]
                Try 'flask run --help' for help.

                Error: Could not import 'nothere'.
                """#,
            is: "server_app_missing", "The server finds no module nothere to serve."),
        DiagnosisTail(
            "streamlit lib", exit: 2,
            log: #"""
                Usage: streamlit run [OPTIONS] [TARGET] [ARGS]...
                Try 'streamlit run --help' for help.

                Error: Invalid value: File does not exist: nothere.py
                """#,
            is: "start_file_missing", "There is no nothere.py in the repository."),
        DiagnosisTail(
            "streamlit2 lib", exit: 2,
            log: #"""
                Usage: streamlit run [OPTIONS] [TARGET] [ARGS]...
                Try 'streamlit run --help' for help.

                Error: No such option '--server.prot'. (Did you mean one of: '--server.address', '--server.port', '--server.sslCertFile'?)
                """#,
            is: "argument_unknown", "The start command has an unknown option --server.prot."),
        DiagnosisTail(
            "gunicorn2 lib", exit: 4,
            log: #"""
                [2026-11-29 17:57:40 +0000] [167] [INFO] Starting gunicorn 27.0.1
                [2026-11-29 17:57:40 +0000] [167] [INFO] Listening at: http://0.0.0.0:8097 (167)
                [2026-11-29 17:57:40 +0000] [167] [INFO] Using worker: sync
                [2026-11-29 17:57:40 +0000] [168] [INFO] Booting worker with pid: 168
                Failed to find attribute 'app' in 'main'.
                [2026-11-29 17:57:40 +0000] [168] [INFO] Worker exiting (pid: 168)
                [2026-11-29 17:57:40 +0000] [167] [ERROR] Worker (pid:168) exited with code 4.
                [2026-11-29 17:57:40 +0000] [167] [INFO] Control socket listening at /app/.dcc/home/.gunicorn/gunicorn.ctl
                [2026-11-29 17:57:40 +0000] [167] [ERROR] Shutting down: Master
                [2026-11-29 17:57:40 +0000] [167] [ERROR] Reason: App failed to load.
                """#,
            is: "server_app_missing", "main has no app for the server to serve."),
    ]
}
