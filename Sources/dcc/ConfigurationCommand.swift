import ArgumentParser
import Configuration

/// Prints the configuration that is in force, or the table of all keys.
struct ConfigurationCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "configuration",
        abstract: "Check the configuration, and print each value and where it comes from.",
        discussion: "Exits with status 78 if the configuration is invalid.")

    enum Table: String, EnumerableFlag {
        case markdown, manual

        static func help(for table: Table) -> ArgumentHelp? {
            switch table {
            case .markdown: "Print the table of all keys as in README.md instead."
            case .manual: "Print the list of all keys as in dcc.json(5) instead."
            }
        }
    }

    @OptionGroup var file: ConfigurationFile

    @Flag(exclusivity: .exclusive)
    var table: Table?

    func run() throws {
        switch table {
        case .markdown: print(KeyTable.markdown)
        case .manual: print(KeyTable.manual)
        case nil: for line in try file.read().values.lines { print(line) }
        }
    }
}
