import ArgumentParser
import GitSource

/// The clone child; called by `serve`, with its job on standard input.
struct Fetch: ParsableCommand {
    static let configuration = CommandConfiguration(shouldDisplay: false)

    func run() throws {
        throw ExitCode(FetchChild.run())
    }
}
