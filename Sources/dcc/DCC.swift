import ArgumentParser

/// The commands; the clone child is none of them (``Program``).
struct DCC: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dcc", abstract: "Docker Control Center: AI apps from Git repositories, on the right GPU.",
        version: Version.current,
        subcommands: [Serve.self, Doctor.self, CleanupCommand.self, Backup.self, Restore.self])
}
