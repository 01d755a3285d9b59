import Configuration
import ArgumentParser

/// Checks the host and the installation, and says how to fix each problem.
struct Doctor: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Check the installation, from the Docker Engine to the audit log.",
        discussion: """
            First prints the configuration: each value and where it comes from. Exits with status 1 if a check says \
            FAIL. WARN needs your judgment, such as a version with a known vulnerability that your distribution may have \
            patched under the same version number. Can run while the service runs.
            """)

    @OptionGroup var file: ConfigurationFile

    func run() async throws {
        let configuration: ServiceConfiguration
        do {
            configuration = try ServiceConfiguration.read(file: file.path)
        } catch {
            for problem in error.problems { print(Finding(problem).text) }
            throw ExitCode.failure
        }
        print("Configuration in force:")
        for line in configuration.values.lines { print("  \(line)") }
        print()
        let findings =
            await [.ok("configuration", configuration.values.summary(file: file.path))]
            + VersionChecks.findings(configuration) + HostChecks.findings(configuration)
            + PackageChecks.findings(configuration) + DataChecks.findings(configuration)
            + TemplateCheck.findings(configuration)
        for finding in findings { print(finding.text) }
        if findings.contains(where: { $0.kind == .fail }) { throw ExitCode.failure }
    }
}
