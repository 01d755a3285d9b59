import ArgumentParser
import Dispatch
import Glibc
import Logging

/// Runs the service until SIGTERM or SIGINT.
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Serve the API on a FastCGI socket.")

    @Option(help: "The configuration file, JSON.")
    var config = "/etc/dcc/dcc.json"

    func run() async throws {
        LoggingSystem.bootstrap { StreamLogHandler.standardError(label: $0) }
        let service: Service
        do {
            service = try Service(try await ServiceConfiguration.read(file: config))
            try service.start()
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
                    // The handler keeps the source alive.
                    withExtendedLifetime(source) { _ = requests.yield() }
                }
                source.resume()
            }
        }
    }
}
