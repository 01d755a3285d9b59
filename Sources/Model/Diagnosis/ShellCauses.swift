/// Why the shell could not run the start command or a script.
enum ShellCauses {
    static let rules: [Rule] = [
        Rule(
            "system_packages_at_start", "E: Could not open lock file", "are you root?", "E: Unable to lock directory",
            "sudo: not found", "List directory /var/lib/apt/lists/partial is missing", "Permission denied",
            alongside: [["are you root?", "lock directory", "sudo: not found", "lists/partial is missing"]],
            message: "The start command installs {apt_packages}, which only root can; an app is not root.",
            hint: "Name {apt_packages} under “System packages” instead.", remedy: .systemPackagesOfStartCommand),
        Rule(
            "sudo_not_needed", "sh: {n#}: sudo: not found", "sudo: command not found",
            message: "There is no sudo in the container, and none is needed.",
            hint: "Start with: {without_sudo}", remedy: .command("{without_sudo}")),
        Rule(
            "sudo_not_needed", "sudo: not found", "sudo: command not found", "{n#}: sudo: not found",
            message: "There is no sudo in the container, and none is needed.",
            hint: "Remove sudo from the command or script."),
        Rule(
            "activation_not_needed", "sh: {n#}: source: not found", "conda: not found", "conda: command not found",
            "activate: No such file or directory", "activate: not found", "workon: not found",
            message: "The start command activates a Python environment; the app's own is already active.",
            hint: "Remove source, conda or activate from the start command."),
        Rule(
            "docker_in_app", "sh: {n#}: docker: not found", "docker-compose: not found", "docker: command not found",
            "No such file or directory: 'docker'",
            message: "The app calls Docker, which no app can reach.",
            hint: "Start the program itself; its dependencies are installed for it."),
        Rule(
            "nvidia_tools_missing", "sh: {n#}: nvidia-smi: not found", "nvidia-smi: command not found",
            "No such file or directory: 'nvidia-smi'",
            message: "The app calls nvidia-smi, which is only there where it has a GPU.",
            hint: "Give the app a GPU in its settings."),
        Rule(
            "cuda_toolkit_missing", "sh: {n#}: nvcc: not found", "nvcc: command not found",
            "No such file or directory: 'nvcc'", "No such file or directory: '/usr/local/cuda/bin/nvcc'",
            message: "The app calls CUDA's compiler nvcc, which the image does not have.",
            hint: "Use an image with the CUDA toolkit, or packages that are built already."),
        Rule(
            "script_windows_lines", "sh: {n#}: {program}: not found", "env: ‘{word}\\r’: No such file",
            "env: '{word}\\r': No such file", "bad interpreter: No such file or directory", exits: [126, 127],
            message: "{windows_script} has Windows line ends, which Linux takes for a part of its first line.",
            hint: "Save it with Unix line ends (dos2unix, or * text=auto eol=lf in .gitattributes), then redeploy."),
        Rule(
            "script_windows_lines", "env: ‘{word}\\r’", "env: '{word}\\r'", "$'\\r': command not found",
            "\\r': No such",
            "set: Illegal option -", "set: -: invalid option", "^M: bad interpreter", "can't open file '{file*}\\r'",
            message: "A script[, {script_path},] has Windows line ends.",
            hint: "Save it with Unix line ends (dos2unix, or * text=auto eol=lf in .gitattributes), then redeploy."),
        Rule(
            "script_interpreter_missing", "sh: {n#}: {program}: not found", exits: [127],
            message: "{program} is to be run by {interpreter}, which the image does not have.",
            hint: "Change its first line, for example to #!/bin/bash or #!/usr/bin/env python3."),
        Rule(
            "start_file_missing", "sh: {n#}: {program}: not found", "{program}: No such file or directory",
            exits: [127],
            message: "There is no {lost_path} in the repository.",
            hint: "Correct the start command; names are case-sensitive, and it runs in the repository's folder."),
        Rule(
            "program_of_package", "sh: {n#}: {program}: not found", "{program}: command not found",
            "{script}: {n#}: {program}: not found",
            message: "There is no {program}: no requirement brings {pypi}.", hint: "Add {pypi} to the requirements.",
            remedy: .requirements("{pypi}")),
        Rule(
            "program_missing", "sh: {n#}: {program}: not found", "{program}: command not found",
            "{script}: {n#}: {program}: not found",
            message: "The program {program} is not in the image; Debian's package {debian} has it.",
            hint: "Add {debian} to the system packages.", remedy: .systemPackages("{debian}")),
        Rule(
            "command_mistyped", "sh: {n#}: {program}: not found", "{program}: command not found",
            message: "There is no program {program}; is {likely} meant?", hint: "Start with: {likely_command}",
            remedy: .command("{likely_command}")),
        Rule(
            "command_mistyped", "sh: {n#}: {program}: not found", "{program}: command not found",
            "{script}: {n#}: {program}: not found",
            message: "There is no program {program}; is {likely} meant?", hint: "Correct the start command or script."),
        Rule(
            "command_missing", "sh: {n#}: {program}: not found", "{program}: command not found",
            "{script}: {n#}: {program}: not found",
            message: "There is no program {program} in the container.",
            hint: "Correct the start command, or add the package that has it."),
        Rule(
            "script_not_executable", "sh: {n#}: {program}: Permission denied", "{program}: Permission denied",
            exits: [126],
            message: "{program} is not executable.", hint: "Start with: {run_command}",
            remedy: .command("{run_command}")),
        Rule(
            "script_not_executable", "sh: {n#}: {program}: Permission denied", exits: [126],
            message: "{program} is not executable.", hint: "Make it executable: git update-index --chmod=+x {program}"),
        Rule(
            "start_folder_missing", "cd: can't cd to {folder}", "cd: {folder}: No such file or directory",
            message: "There is no folder {folder} in the repository.",
            hint: "Correct cd in the start command; it runs in the repository's folder."),
        Rule(
            "shell_syntax", "sh: {n#}: Syntax error: {what*}", "syntax error near unexpected token {what*}",
            message: "The shell does not understand the start command or script: {what}.",
            hint: "Correct it; for bash's own syntax write: bash -c '…'"),
        Rule(
            "program_other_architecture", "Exec format error", "cannot execute binary file",
            message: "A program is built for another kind of processor, or is no program.",
            hint: "Use its build for Linux on x86-64."),
        Rule(
            "libc_too_old", "version `{symbol}' not found (required by {path})",
            message: "{path} needs {symbol}, which the image is too old for.",
            hint: "Use an older build of it, or a newer image."),
    ]
}
