import Configuration
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

    @OptionGroup var file: ConfigurationFile

    func run() async throws {
        LoggingSystem.bootstrap { StreamLogHandler.standardError(label: $0) }
        let configuration = try file.read()
        let service: Service
        do {
            let manager = try ServiceManager(environment: ProcessInfo.processInfo.environment)
            service = try Service(configuration, startedBy: manager)
            try service.start()
        } catch  where error is InvalidConfiguration || error is NewerSchema || error is DamagedDatabase {
            Logger(label: "dcc").critical("\(error)")
            // systemd does not restart `dcc.service` after it. A request to the socket may still start it, until systemd
            // reaches the socket's trigger limit and closes the socket too.
            throw ExitCode.invalidConfiguration
        } catch {
            throw ValidationError("\(error)")
        }
        for await _ in Self.terminationRequests() { break }
        await service.stop()
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
