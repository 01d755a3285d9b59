/// Programs that an app's environment has besides Python.
struct Scripts {
    /// Those that the repository defines, where it is installed itself.
    let own: [String]
    private let names: Set<String>

    /// Words of a command that starts a server rather than a tool.
    private static let serving: Set<Substring> = [
        "serve", "server", "start", "run", "ui", "web", "webui", "lab", "--port", "--host",
    ]

    init(own: [String] = [], required: [String] = []) {
        self.own = own
        names = Set(own + required)
    }

    func serves(_ line: Substring) -> Bool {
        let words = line.split(separator: " ")
        return words.first.map { names.contains(String($0)) } ?? false
            && words.dropFirst().contains(where: Self.serving.contains)
    }
}
