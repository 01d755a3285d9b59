import Platform
import Glibc

/// Finds programs as execvp(3) does.
enum ProgramPath {
    /// - Parameter environment: nil for this process's own.
    /// - Throws: the reason why there is none, with the name.
    static func find(_ program: String, _ environment: [String: String]?) throws(SystemCallFailure) -> String {
        if program.contains("/") {
            try check(program)
            return program
        }
        let folders = environment.map { $0["PATH"] } ?? getenv("PATH").map { String(cString: $0) }
        var refusal = SystemCallFailure("execve", program, error: ENOENT)
        for folder in (folders ?? "/usr/bin:/bin").split(separator: ":") {
            do {
                let path = "\(folder)/\(program)"
                try check(path)
                return path
            } catch {
                if error.error != ENOENT { refusal = error }
            }
        }
        throw refusal
    }

    private static func check(_ path: String) throws(SystemCallFailure) {
        var status = stat()
        guard stat(path, &status) == 0 else {
            throw SystemCallFailure("execve", path, error: errno == ENOTDIR ? ENOENT : errno)
        }
        guard status.st_mode & S_IFMT == S_IFREG, access(path, X_OK) == 0 else {
            throw SystemCallFailure("execve", path, error: EACCES)
        }
    }
}

extension Command {
    /// True if its program is on this machine.
    package var isInstalled: Bool { (try? ProgramPath.find(program, environment)) != nil }
}
