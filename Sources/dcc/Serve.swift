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
            Takes the socket from systemd where systemd opened one, and opens paths.socket itself otherwise. Ends with \
            status 78 when another try would end in the same way until somebody changes something.
            """)

    /// EX_CONFIG of sysexits(3): `dcc.service` is not started again by itself after it. A request may start it through the
    /// socket, until systemd has seen enough of that and closes the socket too.
    private static let needsAPerson = ExitCode(78)

    @Option(help: "The configuration file, JSON.")
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
            throw Self.needsAPerson
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
                    // The handler keeps the source alive.
                    withExtendedLifetime(source) { _ = requests.yield() }
                }
                source.resume()
            }
        }
    }
}
