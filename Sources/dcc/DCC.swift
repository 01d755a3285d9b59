import ArgumentParser

/// The root command. The clone child is not a subcommand, see ``Program``.
struct DCC: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dcc", abstract: "Docker Control Center: run AI apps from Git repositories on the right GPU.",
        version: Version.current,
        subcommands: [
            Serve.self, Doctor.self, ConfigurationCommand.self, CleanupCommand.self, Backup.self, Restore.self,
        ])
}
