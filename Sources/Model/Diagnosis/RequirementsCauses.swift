/// Why a requirements file cannot be used as it is.
enum RequirementsCauses {
    private static let inFile: [Pattern] = ["Couldn't parse requirement in `{file}` at position"]

    static let rules: [Rule] = [
        Rule(
            "requirement_legacy", "Operator {operator} cannot be used with a wildcard version specifier",
            alongside: [inFile],
            message: "{file} has a version such as “{operator}1.2.*”, which uv refuses and pip takes.",
            hint: "Write it without .*, or install with pip.", remedy: .installer(.pip)),
        Rule(
            "requirement_operator", "no such comparison operator \"{operator}\"", "{operator} is not a valid operator.",
            message: "A requirement compares versions by “{operator}”.", hint: "Write == instead."),
        Rule(
            "requirement_version", "which is not part of a valid version", alongside: [inFile],
            message: "A requirement in {file} has a version that is none.",
            hint: "Correct it, or leave the version out."),
        Rule(
            "requirement_git_form", "Expected path (`{wanted}`) to end in a supported file extension",
            message: "{wanted} is neither a package's name nor an address that can be read.",
            hint: "Write a Git repository as git+https://HOST/OWNER/NAME.git."),
        Rule(
            "requirement_git_form", "It looks like a path. File 'git+{rest}' does not exist",
            message: "git+{rest} is neither a package's name nor an address that can be read.",
            hint: "Write a Git repository as git+https://HOST/OWNER/NAME.git."),
        Rule(
            "requirement_path_missing", "It looks like a path. File '{path}' does not exist",
            message: "A requirement is the folder {path}, which is not in the repository.",
            hint: "Correct or remove the line.", remedy: .leaveOut),
        Rule(
            "requirement_invalid", "ERROR: Invalid requirement: '{wanted*}' (from line {number#} of {file})",
            message: "Line {number} of {file} is no requirement: {wanted}.", hint: "Correct or remove the line."),
        Rule(
            "requirement_invalid", "or the start of a requirement: {file}:{number#}:{column#}",
            message: "Line {number} of {file} is no requirement.", hint: "Correct or remove the line."),
        Rule(
            "requirement_invalid", "ERROR: Invalid requirement: {wanted*}",
            message: "A line of the requirements file is no requirement: {wanted}.", hint: "Correct or remove the line."
        ),
        Rule(
            "requirement_invalid", "Couldn't parse requirement in `{file}` at position",
            alongside: [["  cause: {reason*}"]],
            message: "A line of {file} is no requirement: {reason}.",
            hint: "Correct the line, or try pip, which takes more.",
            remedy: .installer(.pip)),
        Rule(
            "requirements_encoding", "failed to read from file `{file}`: stream did not contain valid UTF-8",
            "failed to decode file `{file}`", "`{file}` is not valid UTF-8",
            message: "{file} is not encoded as UTF-8.", hint: "Save it as UTF-8."),
        Rule(
            "requirements_encoding", "UnicodeDecodeError: 'utf-8' codec can't decode byte {byte} in position {number#}",
            alongside: [["pip/_internal/req", "pip/_internal/utils/encoding"]],
            message: "The requirements file is not encoded as UTF-8: byte {byte} at position {number}.",
            hint: "Save it as UTF-8."),
        Rule(
            "requirements_file_missing",
            "Could not open requirements file: [Errno 2] No such file or directory: '{file}'",
            "failed to read from file `/app/{file}`: No such file or directory", "File not found: `{file}`",
            "failed to read from file `{file}`: No such file or directory",
            message: "The requirements file {file} is not in the repository.",
            hint: "Correct the name in the file that includes it, or in the app's settings."),
        Rule(
            "requirement_path_missing", "Distribution not found at: file:///app/{path}",
            message: "A requirement is the folder {path}, which is not in the repository.",
            hint: "Correct or remove the line.", remedy: .leaveOut),
        Rule(
            "requirement_other_machine", "Distribution not found at: file:///{path}",
            "Could not install packages due to an OSError: [Errno 2] No such file or directory: '/{path*}'",
            message: "A requirement is a folder of another computer: /{path}.",
            hint: "Write the package's name and version instead; `pip list --format=freeze` prints them.",
            remedy: .leaveOut),
        Rule(
            "requirement_no_project", "`{folder}` does not appear to be a Python project",
            "{folder} (from -r {file*}) does not appear to be a Python project",
            message: "The requirements install the repository itself, which has neither pyproject.toml nor setup.py.",
            hint: "Remove the line with -e, or add pyproject.toml.", remedy: .leaveOut),
        Rule(
            "wheel_other_platform", "ERROR: {path} is not a supported wheel on this platform",
            "wheel is not compatible with the current platform: {path}",
            message: "{path} is built for another system or Python, not for Linux with Python {python}.",
            hint: "Use the wheel for Linux on x86-64, or the package's name.", remedy: .leaveOut),
        Rule(
            "wheel_other_platform", "ERROR: {path} is not a supported wheel on this platform",
            message: "{path} is built for another system or Python.",
            hint: "Use the wheel for Linux on x86-64, or the package's name.", remedy: .leaveOut),
        Rule(
            "hash_mismatch", "Hash mismatch for `{package}`",
            message: "The download of {package} is not the file whose hash the requirements name.",
            hint: "Update the hashes if the change is expected; otherwise find out who changed the package."),
        Rule(
            "hash_mismatch", "THESE PACKAGES DO NOT MATCH THE HASHES",
            alongside: [["^    {package} from http", "^    {package} ("]],
            message: "The download of {package} is not the file whose hash the requirements name.",
            hint: "Update the hashes if the change is expected; otherwise find out who changed the package."),
        Rule(
            "hash_missing", "but there were no hashes provided for: {package}",
            "Hashes are required in --require-hashes mode, but they are missing",
            "In --require-hashes mode, all requirements must have their versions pinned",
            message: "Some requirements have a hash, so all must; [{package} has none|one has none].",
            hint: "Add the missing hashes, or remove all."),
        Rule(
            "requirement_twice", "ERROR: Double requirement given: {package} (from {source*}) (already in {other} (",
            message: "{package} and {other} are asked for at once.", hint: "Keep one of the two lines."),
    ]
}
