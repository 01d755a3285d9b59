/// Guesses ports from the most likely command, then the code, the Dockerfile, the frameworks and the README.
struct PortGuess {
    private static let maximumCount = 6

    private(set) var ports: [RepositoryGuess.Port] = []

    init(
        _ files: [String: String], _ space: SpaceHeader?, command: RepositoryGuess.Command?, frameworks: [Framework]
    ) {
        let paths = files.keys.sorted()
        if let line = command?.command.rawValue {
            for option in ["--server.port", "--server-port", "--port", "-p", "--bind", "-b", "runserver"] {
                add(Lines.number(after: option, in: line), "\(option) in the start command")
            }
        }
        let started = paths.filter { $0.hasSuffix(".py") && command?.command.rawValue.contains($0) == true }
        for path in started + paths.filter(SurveyedFile.isProgram) {
            for word in ["server_port", "--server-port", "--port", "port", "PORT"] {
                for line in Lines.of(files[path] ?? "") {
                    add(Lines.number(after: word, in: line), "\(path): \(word)")
                }
            }
        }
        if let port = space?.port { add(port, "app_port of the Space") }
        for path in paths where SurveyedFile.isDockerfile(path) {
            for line in Lines.joined(files[path] ?? "") {
                let (instruction, rest) = Lines.firstWord(line)
                guard instruction.uppercased() == "EXPOSE" else { continue }
                for port in rest.split(separator: " ") { add(Int(port.prefix { $0 != "/" }), "\(path): EXPOSE") }
            }
        }
        for framework in frameworks { add(framework.port, "\(framework.name)'s default port") }
        for path in paths where SurveyedFile.isReadme(path) {
            for line in Lines.of(files[path] ?? "") {
                for host in ["localhost:", "127.0.0.1:", "0.0.0.0:"] {
                    add(Lines.number(after: host, in: line), path)
                }
            }
        }
    }

    private mutating func add(_ number: Int?, _ why: String) {
        guard let number, number >= 80, ports.count < Self.maximumCount, let port = try? ContainerPort(number) else {
            return
        }
        guard !ports.contains(where: { $0.port == port }) else { return }
        ports.append(.init(port: port, why: why))
    }
}
