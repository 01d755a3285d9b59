import Model
import Platform
import Processes

/// Runs iptables' programs.
struct FirewallTools: Sendable {
    /// The programs' `PATH`.
    var path = "/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin"
    /// The programs themselves wait 10 s for others (`-w 10`).
    var patience = Duration.seconds(30)
    /// While one is stuck in the kernel, another one would be too.
    private let leftBehind = LeftBehind()

    /// - Returns: stdout.
    /// - Throws: ``StepFailure`` `network_fence` or `network_fence_hangs`, or if the program could not be started.
    func run(_ command: FirewallCommand) async throws(StepFailure) -> String {
        var tool = Command(command.program, command.arguments, environment: ["PATH": path])
        tool.input = .bytes(Array(command.input.utf8))
        tool.limit = patience
        tool.leftBehind = leftBehind
        do {
            guard leftBehind.isEmpty else { throw TimeLimitReached(limit: patience) }
            let done = try await tool.capture(atMost: 64 << 20, errors: 64 << 10)
            guard done.status.isSuccess else { throw Self.failure("\(command.program): \(done.errors)") }
            return done.output
        } catch let error as StepFailure {
            throw error
        } catch let error as TimeLimitReached {
            throw StepFailure(
                code: "network_fence_hangs",
                message: "The app's network could not be isolated: \(command.program) did not end within "
                    + "\(error.limit.components.seconds) s.",
                hint:
                    "Ask the operator what holds the firewall on the machine, such as another iptables, then redeploy.")
        } catch {
            throw Self.failure("\(command.program) could not be run: \(error)")
        }
    }

    static func failure(_ reason: String) -> StepFailure {
        StepFailure(
            code: "network_fence",
            message: "The app's network could not be isolated: \(LogText.sentence(reason)).",
            hint: "Ask the operator to check iptables and Docker on the machine, then redeploy.")
    }
}
