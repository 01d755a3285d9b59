import ArgumentParser

/// Checks the host and the installation, and says how to fix each problem.
struct Doctor: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Check the installation, from the Docker Engine to the audit log.",
        discussion: """
            Exits with status 1 if a check says FAIL. WARN needs your judgment, such as a version with a known \
            vulnerability that your distribution may have patched under the same version number. Can run while the \
            service runs.
            """)

    @Option(help: "Path of the JSON configuration file.")
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
            + PackageChecks.findings(configuration) + DataChecks.findings(configuration)
            + TemplateCheck.findings(configuration)
        for finding in findings { print(finding.text) }
        if findings.contains(where: { $0.kind == .fail }) { throw ExitCode.failure }
    }
}
