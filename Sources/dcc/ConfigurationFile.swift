import ArgumentParser
import Configuration

/// The option of every command that reads the configuration.
struct ConfigurationFile: ParsableArguments {
    @Option(name: .customLong("config"), help: "Path of the JSON configuration file.")
    var path = "/etc/dcc/dcc.json"

    /// Prints what is wrong with an invalid configuration, one line each.
    /// - Throws: ``ExitCode/invalidConfiguration``.
    func read() throws(ExitCode) -> ServiceConfiguration {
        do {
            return try ServiceConfiguration.read(file: path)
        } catch {
            for line in error.lines { StandardError.say(line) }
            throw .invalidConfiguration
        }
    }
}

extension ExitCode {
    /// EX_CONFIG of sysexits(3).
    static let invalidConfiguration = ExitCode(78)
}
