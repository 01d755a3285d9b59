import ArgumentParser

/// Looks at what the service stands on, and says how to mend what is wrong.
struct Doctor: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Check what the service stands on, from the engine to the audit log.",
        discussion: """
            Ends with status 1 when something is BAD. What says LOOK is for you to judge, such as a version with a known \
            hole that your distribution may have mended without a new number. Can run beside the service.
            """)

    @Option(help: "The configuration file, JSON.")
    var config = "/etc/dcc/dcc.json"

    func run() async throws {
        let configuration: ServiceConfiguration
        do {
            configuration = try await ServiceConfiguration.read(file: config)
        } catch {
            throw ValidationError("\(error)")
        }
        let findings =
            await VersionChecks.findings(configuration) + HostChecks.findings(configuration)
            + DataChecks.findings(configuration)
        for finding in findings { print(finding.text) }
        if findings.contains(where: { $0.kind == .bad }) { throw ExitCode.failure }
    }
}
