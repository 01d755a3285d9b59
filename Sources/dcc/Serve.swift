import ArgumentParser
import Dispatch
import FoundationEssentials
import Glibc
import Logging
import SQLiteStore
import ServiceManager

/// Runs the service until SIGTERM or SIGINT.
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Serve the API on a FastCGI socket.",
        discussion: """
            Uses the socket passed by systemd, or opens paths.socket itself if there is none. Exits with status 78 on \
            an error that a restart cannot fix, such as an invalid configuration.
            """)

    /// EX_CONFIG of sysexits(3): systemd does not restart `dcc.service` after it. A request to the socket may still start it,
    /// until systemd reaches the socket's trigger limit and closes the socket too.
    private static let configurationError = ExitCode(78)

    @Option(help: "Path of the JSON configuration file.")
    var config = "/etc/dcc/dcc.json"

    func run() async throws {
        LoggingSystem.bootstrap { StreamLogHandler.standardError(label: $0) }
        let service: Service
        do {
            let manager = try ServiceManager(environment: ProcessInfo.processInfo.environment)
            service = try Service(try await readConfiguration(), startedBy: manager)
            try service.start()
        } catch  where error is ConfigurationError || error is NewerSchema || error is DamagedDatabase {
            Logger(label: "dcc").critical("\(error)")
            throw Self.configurationError
        } catch {
            throw ValidationError("\(error)")
        }
        for await _ in Self.terminationRequests() { break }
        await service.stop()
    }

    private func readConfiguration() async throws(ConfigurationError) -> ServiceConfiguration {
        do {
            return try await ServiceConfiguration.read(file: config)
        } catch {
            throw error as? ConfigurationError ?? ConfigurationError(key: config, rule: "\(error)")
        }
    }

    private static func terminationRequests() -> AsyncStream<Void> {
        AsyncStream { requests in
            for number in [SIGTERM, SIGINT] {
                signal(number, SIG_IGN)
                let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
                source.setEventHandler {
                    // The reference from its own handler keeps the source alive.
                    withExtendedLifetime(source) { _ = requests.yield() }
                }
                source.resume()
            }
        }
    }
}
