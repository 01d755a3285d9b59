/// The files of a repository that show how an app is started.
package enum SurveyedFile {
    /// Larger files are skipped; see ``isSmall(_:bytes:)``.
    package static let maximumBytes = 256 << 10
    /// Lock files of large projects and notebooks have some megabytes.
    private static let maximumLockBytes = 4 << 20
    package static let maximumCount = 100

    /// Folders that are searched; "" is the repository root.
    package static let folders = [
        "", "app", "demo", "docker", "requirements", "src", "backend", "backend/app", "server", "api", "web",
    ]
    /// Most likely entry points first.
    static let programs = [
        "manage.py", "launch.py", "webui.py", "streamlit_app.py", "app.py", "main.py", "server.py", "gradio_app.py",
        "demo.py",
        "run.py",
    ]

    /// Signs that an app is not, or not only, in Python.
    static let otherLanguages: Set<String> = [
        "package.json", "Dockerfile", "go.mod", "Cargo.toml", "pom.xml", "build.gradle", "Gemfile", "composer.json",
        "mix.exs",
    ]
    private static let rootNames = otherLanguages.union([
        "pyproject.toml", "uv.lock", "poetry.lock", "Pipfile", "Pipfile.lock", "setup.py", "setup.cfg",
        "constraints.txt",
        "environment.yml", "environment.yaml", "conda.yml", "conda.yaml", "packages.txt", "apt.txt", "runtime.txt",
        ".python-version", procfile,
    ])
    /// Heroku's list of processes; the one named `web` is the app.
    static let procfile = "Procfile"

    /// - Parameter path: relative to the repository.
    package static func isWanted(_ path: String) -> Bool {
        let name = String(path.split(separator: "/", omittingEmptySubsequences: false).last ?? "")
        let folder = path.dropLast(name.count + 1)
        guard folders.contains(String(folder)), path.utf8.count <= 100 else { return false }
        if isRequirements(path) || isDockerfile(name) || programs.contains(name) { return true }
        return folder.isEmpty
            && (rootNames.contains(name) || isReadme(name) || name.hasSuffix(".py") || isNotebook(name))
    }

    package static func isSmall(_ path: String, bytes: Int) -> Bool {
        bytes <= (path.hasSuffix(".lock") || isNotebook(path) ? maximumLockBytes : maximumBytes)
    }

    /// Only its name counts: it holds pictures.
    package static func isNotebook(_ path: String) -> Bool { path.hasSuffix(".ipynb") }

    static func isRequirements(_ path: String) -> Bool {
        guard path.hasSuffix(".txt"), (try? RequirementsFile(path)) != nil else { return false }
        return path.hasPrefix("requirements/")
            || path.split(separator: "/").last?.lowercased().hasPrefix("requirements") == true
    }

    static func isProgram(_ path: String) -> Bool {
        programs.contains(String(path.split(separator: "/").last ?? ""))
    }

    static func isDockerfile(_ name: String) -> Bool { name == "Dockerfile" || name.hasSuffix("/Dockerfile") }

    static func isReadme(_ name: String) -> Bool {
        ["readme", "readme.md", "readme.rst", "readme.txt"].contains(name.lowercased())
    }
}
