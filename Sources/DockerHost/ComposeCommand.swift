import Model

/// Arguments of one `docker` call as a value, so that tests can compare it. Run by ``DockerCommandRunner``.
struct ComposeCommand: Equatable {
    let arguments: [String]

    static func project(of app: AppName) -> String { "dcc-\(app)" }

    /// Runs a one-shot service in the foreground; the exit status is the service's own.
    static func run(_ service: String, of app: AppName, stacks: String) -> ComposeCommand {
        withFile(app, stacks, ["up", "--no-deps", "--no-log-prefix", "--exit-code-from", service, service])
    }

    /// True for lines that Compose itself prints around the output of ``run(_:of:stacks:)``, such as
    /// ` Container dcc-demo-install-1  Created`.
    static func isChatter(_ line: String, of app: AppName, _ service: String) -> Bool {
        let words = line.split(separator: " ")
        return line == "Attaching to \(service)-1" || line == "Aborting on container exit..."
            || line.hasPrefix("\(service)-1 exited with code ")
            || words.count == 3 && ["Container", "Network"].contains(words[0]) && words[1].hasPrefix(project(of: app))
    }

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
