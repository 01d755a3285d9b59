import Model

/// Arguments of one `docker` call as a value, so that tests can compare it. Run by ``DockerCommandRunner``.
struct ComposeCommand: Equatable {
    let arguments: [String]

    static func project(of app: AppName) -> String { "dcc-\(app)" }

    static func network(of app: AppName) -> String { project(of: app) + "_default" }

    /// Runs one-shot services side by side in the foreground until one of them ends, and ends the others; the exit status
    /// is that of the first one named.
    static func run(_ services: [String], of app: AppName, stacks: String) -> ComposeCommand {
        withFile(app, stacks, ["up", "--no-deps", "--no-log-prefix", "--exit-code-from", services[0]] + services)
    }

    /// True for lines that Compose itself prints around the output of ``run(_:of:stacks:)``. It erases a line of a
    /// terminal even where there is none.
    static func isChatter(_ line: String, of services: [String]) -> Bool {
        let text = LogText.clean(line.utf8)
        let words = text.split(separator: " ")
        if text.hasPrefix(" "), words.count == 3, ["Container", "Network", "Volume"].contains(words[0]) {
            return states.contains(words[2])
        }
        return text.hasPrefix("Attaching to ") && services.contains { text.contains("\($0)-1") }
            || text == "Aborting on container exit..." || text == "canceled"
            || services.contains { text.hasPrefix("\($0)-1 exited with code ") }
            || text.hasPrefix("Gracefully stopping... (press Ctrl+C")
            || (text.hasPrefix("time=\"") && text.contains("\" level=warning msg=\"Found orphan containers"))
    }

    private static let states: Set<Substring> = [
        "Creating", "Created", "Recreate", "Recreated", "Running", "Starting", "Started", "Stopping", "Stopped",
        "Killing", "Killed", "Removing", "Removed", "Waiting", "Healthy", "Exited",
    ]

    static func up(_ app: AppName, stacks: String) -> ComposeCommand {
        withFile(app, stacks, ["up", "--detach", "--no-deps", "--quiet-pull", "app"])
    }

    /// Uses only the project name, so it works even if the Compose file is missing or damaged.
    static func stop(_ app: AppName) -> ComposeCommand {
        byProject(app, ["stop", "--timeout", "10"])
    }

    static func down(_ app: AppName) -> ComposeCommand {
        byProject(app, ["down", "--volumes", "--remove-orphans", "--timeout", "10"])
    }

    /// - Parameters:
    ///   - subnet: nil for one of Docker's own pools.
    ///   - labels: as options.
    static func network(
        _ name: String, bridge: String, subnet: IPv4Network?, labels: [String]
    ) -> ComposeCommand {
        let addresses = subnet.map { ["--subnet", $0.description] } ?? []
        return ComposeCommand(
            arguments: ["network", "create", "--opt", "\(Label.bridge)=\(bridge)"] + addresses + labels + [name])
    }

    static func pull(_ image: String) -> ComposeCommand {
        ComposeCommand(arguments: ["pull", image])
    }

    private static func withFile(_ app: AppName, _ stacks: String, _ command: [String]) -> ComposeCommand {
        let folder = "\(stacks)/\(app)"
        return ComposeCommand(
            arguments: ["compose", "--project-name", project(of: app), "--project-directory", folder]
                + ["--file", "\(folder)/compose.json"] + command)
    }

    private static func byProject(_ app: AppName, _ command: [String]) -> ComposeCommand {
        ComposeCommand(arguments: ["compose", "--project-name", project(of: app)] + command)
    }
}
