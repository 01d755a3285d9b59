package import ControlCenter
import Subprocess
import SystemPackage

/// The GPUs of this machine, as NVIDIA's own tool shows them.
package struct NVIDIAHost: GPUInventory {
    private let tool: String
    private let patience: Duration

    /// - Parameters:
    ///   - tool: the program to call, a path or a name to look up in `PATH`.
    ///   - patience: a driver in trouble makes the tool hang rather than fail; it is killed after this long.
    package init(tool: String = "nvidia-smi", patience: Duration = .seconds(10)) {
        self.tool = tool
        self.patience = patience
    }

    package func read() async throws -> GPUReading {
        let executable = tool.contains("/") ? Executable.path(FilePath(tool)) : .name(tool)
        guard (try? await executable.resolveExecutablePath(in: .inherit)) != nil else { return .none }
        let query = GPUQuery.fields.joined(separator: ",")
        let output: ExecutionResult<Void, StringOutput<UTF8>, StringOutput<UTF8>>
        do {
            output = try await withTimeLimit(patience) {
                try await run(
                    executable, arguments: ["--query-gpu=\(query)", "--format=csv,noheader,nounits"],
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
        return GPUReading(gpus: try GPUQuery.read(output.standardOutput))
    }

    private static var options: PlatformOptions {
        var options = PlatformOptions()
        options.createSession = true
        return options
    }
}
