/// Guesses start commands. An app must listen on all addresses of its container to be reachable: the option for that is
/// added where the program has one.
struct StartCommandGuess {
    private static let runners: Set<String> = [
        "python", "python3", "streamlit", "uvicorn", "gunicorn", "hypercorn", "flask", "fastapi", "gradio", "chainlit",
        "marimo", "panel", "voila", "shiny", "solara", "bokeh", "daphne", "waitress-serve",
    ]
    private static let maximumCount = 8

    let files: [String: String]
    private(set) var commands: [RepositoryGuess.Command] = []

    /// - Parameters:
    ///   - frameworks: those that the repository requires.
    ///   - scripts: programs that installing its dependencies brings, or it itself.
    init(_ files: [String: String], _ space: SpaceHeader?, _ frameworks: [Framework] = [], scripts: Scripts = .init()) {
        self.files = files
        if let space { addSpace(space) }
        addProcfile()
        for path in files.keys.sorted() where SurveyedFile.isDockerfile(path) { addDockerfile(path) }
        for folder in SurveyedFile.folders {
            for name in SurveyedFile.programs { addProgram(folder.isEmpty ? name : "\(folder)/\(name)") }
        }
        for path in files.keys.sorted() where SurveyedFile.isReadme(path) { addReadme(path, scripts) }
        for path in files.keys.sorted() where isServer(path) { addProgram(path) }
        for name in scripts.own { add(name, "\(name) in \(ProjectFile.name)") }
        for framework in frameworks {
            framework.command.map { add(listening($0), "the repository requires \(framework.name)") }
        }
        if files.keys.contains(where: SurveyedFile.isNotebook), let command = Framework.jupyterlab.command {
            add(listening(command), "found notebooks")
        }
    }

    private mutating func add(_ line: String, _ why: String) {
        guard commands.count < Self.maximumCount, let command = try? StartCommand(line) else { return }
        guard !commands.contains(where: { $0.command == command }) else { return }
        commands.append(.init(command: command, why: why))
    }

    private mutating func addSpace(_ space: SpaceHeader) {
        switch space.kit {
        case .gradio: add(listening("python \(space.file)"), "app_file of the Space")
        case .streamlit: add(listening("streamlit run \(space.file)"), "app_file of the Space")
        case .docker, .static: break
        }
    }

    // MARK: - Procfile

    private mutating func addProcfile() {
        for line in Lines.of(files[SurveyedFile.procfile] ?? "") where line.hasPrefix("web:") {
            add(listening(String(line.dropFirst("web:".count).drop(while: \.isWhitespace))), SurveyedFile.procfile)
        }
    }

    // MARK: - Dockerfile

    private mutating func addDockerfile(_ path: String) {
        var entrypoint = ""
        var command = ""
        for line in Lines.joined(files[path] ?? "") {
            let (instruction, rest) = Lines.firstWord(line)
            switch instruction.uppercased() {
            case "FROM": (entrypoint, command) = ("", "")
            case "ENTRYPOINT": entrypoint = ShellWords.line(rest)
            case "CMD": command = ShellWords.line(rest)
            default: break
            }
        }
        let line = [entrypoint, command].filter { !$0.isEmpty }.joined(separator: " ")
        if Self.isRun(line) { add(listening(line), "\(path): \(entrypoint.isEmpty ? "CMD" : "ENTRYPOINT")") }
    }

    // MARK: - Programs

    private mutating func addProgram(_ path: String) {
        guard let code = files[path] else { return }
        let framework = Framework.allCases.first { $0.isUsed(by: code) }
        let (folder, program) = project(of: path)
        let isPart = program.contains("/") && Lines.of(code).contains { $0.hasPrefix("from .") }
        let started = isPart ? "python -m \(Lines.module(program))" : "python \(program)"
        let line = listening(framework?.command(serving: program, code) ?? started, program: path)
        add(
            folder.isEmpty ? line : "cd \(folder) && \(line)",
            framework.map { "\(path) uses \($0.name)" } ?? "found \(path)")
    }

    /// The outermost folder around a program that has requirements of its own, and the program's path in it.
    private func project(of path: String) -> (folder: String, program: String) {
        let folders = path.split(separator: "/").dropLast()
        for count in folders.indices.map({ $0 + 1 }) {
            let folder = folders.prefix(count).joined(separator: "/")
            if files["\(folder)/requirements.txt"] != nil { return (folder, String(path.dropFirst(folder.count + 1))) }
        }
        return ("", path)
    }

    /// A program in the root with a name of its own.
    private func isServer(_ path: String) -> Bool {
        guard path.hasSuffix(".py"), !path.contains("/"), let code = files[path] else { return false }
        return Framework.allCases.contains { $0.isUsed(by: code) }
    }

    // MARK: - README

    private mutating func addReadme(_ path: String, _ scripts: Scripts) {
        for line in Lines.of(files[path] ?? "") {
            let command = line.trimming { " \t`".contains($0) }.trimmingPrefix("$ ")
            guard Self.isRun(command), !command.contains("`"), startsOwnProgram(command) else { continue }
            add(listening(String(command)), path)
        }
        for line in Lines.code(in: files[path] ?? "") where scripts.serves(line) { add(listening(String(line)), path) }
    }

    /// `python app.py` or `uvicorn app.main:app`.
    private func startsOwnProgram(_ command: Substring) -> Bool {
        files.keys.contains { path in
            command.contains(path) || path.hasSuffix(".py") && command.contains("\(Lines.module(path)):")
        }
    }

    // MARK: - Following

    /// True if the line runs a known kind of program.
    private static func isRun(_ line: some StringProtocol) -> Bool {
        let (first, rest) = Lines.firstWord(line)
        return runners.contains(first) && !rest.isEmpty && !rest.hasPrefix("-m pip") && !rest.hasPrefix("-m venv")
    }

    /// Adds the option to listen on all addresses, unless the line sets an address.
    /// - Parameter program: the path of the program in the line, where that is relative to another folder.
    private func listening(_ line: String, program: String? = nil) -> String {
        let loopback = ["127.0.0.1", "localhost"]
        if let address = loopback.first(where: line.contains) { return line.replacing(address, with: "0.0.0.0") }
        guard !["0.0.0.0", "--listen", "--host", "--bind", "--share"].contains(where: line.contains) else {
            return line
        }
        if line.contains("streamlit run") {
            return line.contains("--server.address") ? line : line + " --server.address 0.0.0.0 --server.headless true"
        }
        if line.hasPrefix("uvicorn ") || line.hasPrefix("fastapi ") { return line + " --host 0.0.0.0" }
        // What a program named like that is, only its log tells.
        if !line.hasPrefix("python"), let reachable = reachable(line) { return reachable }
        let codes = files.filter { $0.key.hasSuffix(".py") && ($0.key == program || line.contains($0.key)) }.values
        let all = files.values
        if codes.contains(where: Framework.comfyui.isUsed) { return line + " --listen 0.0.0.0" }
        // Large programs define their options in other files: trust the README.
        if codes.contains(where: { Lines.option("--listen", in: $0) })
            || codes.contains(where: { !$0.contains("import gradio") })
                && all.contains(where: { $0.contains(" --listen") })
        {
            return line + " --listen"
        }
        for option in ["--host", "--server-name", "--server_name", "--server-address", "--ip"]
        where codes.contains(where: { Lines.option(option, in: $0) }) {
            return "\(line) \(option) 0.0.0.0"
        }
        let setsAddress = codes.contains { $0.contains("server_name=") }
        if codes.contains(where: Framework.gradio.isUsed), !setsAddress { return "GRADIO_SERVER_NAME=0.0.0.0 " + line }
        return line
    }

    private func reachable(_ line: String) -> String? {
        guard let command = try? StartCommand(line),
            let port = try? ContainerPort(Lines.number(after: "--port", in: line) ?? Framework.fastapi.port)
        else { return nil }
        return ReachableCommand.make(from: command, port: port, [])?.rawValue
    }
}
