/// Where a repository says what it needs.
package enum DependencySource: String, Equatable, Sendable {
    case requirements = "requirements.txt"
    case uvLock = "uv.lock"
    case poetryLock = "poetry.lock"
    case pipfileLock = "Pipfile.lock"
    case project = "pyproject.toml"
    case pipfile = "Pipfile"
    case conda = "environment.yml"
    case setup = "setup.py"
    case none

    /// The source that a file name stands for, when the user names the file.
    init(named path: String) {
        switch path.split(separator: "/").last.map(String.init) ?? "" {
        case "uv.lock": self = .uvLock
        case "poetry.lock": self = .poetryLock
        case "Pipfile.lock": self = .pipfileLock
        case "pyproject.toml": self = .project
        case "Pipfile": self = .pipfile
        case let name where CondaEnvironment.names.contains(name): self = .conda
        case "setup.py", "setup.cfg": self = .setup
        default: self = .requirements
        }
    }
}
