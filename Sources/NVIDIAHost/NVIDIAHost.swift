package import ControlCenter
import Subprocess

/// The GPUs of this machine, as NVIDIA's own tool shows them.
package struct NVIDIAHost: GPUInventory {
    /// A driver in trouble makes the tool hang rather than fail.
    private static let patience = Duration.seconds(10)

    private let tool: String

    /// - Parameter tool: the program to call, looked up in `PATH`.
    package init(tool: String = "nvidia-smi") {
        self.tool = tool
    }

    package func gpus() async throws -> [GPU] {
        guard (try? await Executable.name(tool).resolveExecutablePath(in: .inherit)) != nil else { return [] }
        let query = GPUQuery.fields.joined(separator: ",")
        let output: ExecutionResult<Void, StringOutput<UTF8>, StringOutput<UTF8>>
        do {
            output = try await withTimeLimit(Self.patience) {
                try await run(
                    .name(tool), arguments: ["--query-gpu=\(query)", "--format=csv,noheader,nounits"],
                    platformOptions: Self.options, output: .string(limit: 64 * 1024), error: .string(limit: 4096))
            }
        } catch let error as TimeLimitReached {
            throw StepFailure(
                code: "gpu_tool_hangs", message: "\(tool) did not answer within \(error.limit.components.seconds) s.",
                hint: "Ask the operator to look at NVIDIA's driver; a reboot may be needed.")
        }
        guard output.terminationStatus.isSuccess else {
            throw StepFailure(
                code: "gpu_tool_failed",
                message: "\(tool) failed: \(LogText.clean((output.standardError + output.standardOutput).utf8)).",
                hint: "Ask the operator to look at NVIDIA's driver.")
        }
        return try GPUQuery.read(output.standardOutput)
    }

    private static var options: PlatformOptions {
        var options = PlatformOptions()
        options.createSession = true
        return options
    }
}
