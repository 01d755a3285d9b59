/// Guesses start commands. An app must listen on all addresses of its container to be reachable: the option for that is
/// added where the program has one.
struct StartCommandGuess {
    private static let runners: Set<String> = [
        "python", "python3", "streamlit", "uvicorn", "gunicorn", "hypercorn", "flask", "fastapi", "gradio",
    ]
    private static let maximumCount = 8

    let files: [String: String]
    private(set) var commands: [RepositoryGuess.Command] = []

    init(_ files: [String: String], _ space: SpaceHeader?) {
        self.files = files
        if let space { addSpace(space) }
        for path in files.keys.sorted() where SurveyedFile.isDockerfile(path) { addDockerfile(path) }
        for folder in SurveyedFile.folders {
            for name in SurveyedFile.programs { addProgram(folder.isEmpty ? name : "\(folder)/\(name)") }
        }
        for path in files.keys.sorted() where SurveyedFile.isReadme(path) { addReadme(path) }
        for path in files.keys.sorted() where isServer(path) { addProgram(path) }
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
        add(
            server(path, code, framework) ?? listening("python \(path)"),
            framework.map { "\(path) uses \($0.name)" } ?? "found \(path)")
    }

    /// A program in the root with a name of its own.
    private func isServer(_ path: String) -> Bool {
        guard path.hasSuffix(".py"), !path.contains("/"), let code = files[path] else { return false }
        return Framework.allCases.contains { $0.isUsed(by: code) }
    }

    /// The server command that runs the program; nil if the program starts its own server.
    private func server(_ path: String, _ code: String, _ framework: Framework?) -> String? {
        let module = path.dropLast(".py".count).replacing("/", with: ".")
        switch framework {
        case .streamlit:
            return listening("streamlit run \(path)")
        case .fastapi where !code.contains("uvicorn.run("):
            return Lines.variable(of: "FastAPI(", in: code).map { name in
                "uvicorn \(module):\(name) --host 0.0.0.0 --port 8000"
            }
        case .flask where !code.contains(".run(") && Lines.variable(of: "Flask(", in: code) != nil:
            return "flask --app \(module) run --host 0.0.0.0 --port 5000"
        default:
            return nil
        }
    }

    // MARK: - README

    private mutating func addReadme(_ path: String) {
        for line in Lines.of(files[path] ?? "") {
            let command = line.trimming { " \t`".contains($0) }.trimmingPrefix("$ ")
            guard Self.isRun(command), !command.contains("`"), files.keys.contains(where: command.contains) else {
                continue
            }
            add(listening(String(command)), path)
        }
    }

    // MARK: - Following

    /// True if the line runs a known kind of program.
    private static func isRun(_ line: some StringProtocol) -> Bool {
        let (first, rest) = Lines.firstWord(line)
        return runners.contains(first) && !rest.isEmpty && !rest.hasPrefix("-m pip") && !rest.hasPrefix("-m venv")
    }

    /// Adds the option to listen on all addresses, unless the line sets an address.
    private func listening(_ line: String) -> String {
        let loopback = ["127.0.0.1", "localhost"]
        if let address = loopback.first(where: line.contains) { return line.replacing(address, with: "0.0.0.0") }
        guard !["0.0.0.0", "--listen", "--host", "--bind", "--share"].contains(where: line.contains) else {
            return line
        }
        if line.contains("streamlit run") {
            return line.contains("--server.address") ? line : line + " --server.address 0.0.0.0 --server.headless true"
        }
        if line.hasPrefix("uvicorn ") || line.hasPrefix("fastapi ") { return line + " --host 0.0.0.0" }
        let codes = files.filter { $0.key.hasSuffix(".py") && line.contains($0.key) }.values
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
}
