package import Model
import Platform
import Ports
import Subprocess
import SystemPackage

/// The GPUs of this host, read with `nvidia-smi`.
package final class NVIDIAHost: GPUInventory {
    private typealias Output = ExecutionResult<Void, StringOutput<UTF8>, StringOutput<UTF8>>

    private let tool: String
    private let patience: Duration
    private let abandonment = AbandoningTimeout()

    /// - Parameters:
    ///   - tool: path of the program, or a name to look up in `PATH`.
    ///   - patience: time limit; with a faulty driver the tool hangs instead of failing, and is then killed.
    package init(tool: String = "nvidia-smi", patience: Duration = .seconds(10)) {
        self.tool = tool
        self.patience = patience
    }

    package func read() async throws -> GPUReading {
        let executable = tool.contains("/") ? Executable.path(FilePath(tool)) : .name(tool)
        guard (try? await executable.resolveExecutablePath(in: .inherit)) != nil else { return .none }
        do {
            return try await abandonment.run(atMost: patience) { [self] in
                let cards = try await cards(executable)
                let processes = try await ask(executable, "compute-apps", ProcessQuery.fields)
                // Some GPUs cannot list processes; their memory usage is still reported.
                let list = processes.terminationStatus.isSuccess ? processes.standardOutput : ""
                return GPUReading(gpus: cards.gpus, processes: ProcessQuery.read(list), driver: cards.driver)
            }
        } catch let error as TimeLimitReached {
            throw StepFailure(
                code: "gpu_tool_hangs", message: "\(tool) did not respond within \(error.limit.components.seconds) s.",
                hint: "Ask the operator to check the NVIDIA driver. A reboot may be needed.")
        }
    }

    private func cards(_ executable: Executable) async throws -> GPUQuery.Answer {
        let answer = try await ask(executable, "gpu", GPUQuery.fields)
        guard Self.words(answer).contains("is not a valid field to query") else {
            return try cards(answer, GPUQuery.fields)
        }
        return try cards(try await ask(executable, "gpu", GPUQuery.oldFields), GPUQuery.oldFields)
    }

    private func ask(_ executable: Executable, _ what: String, _ fields: [String]) async throws -> Output {
        try await run(
            executable,
            arguments: ["--query-\(what)=\(fields.joined(separator: ","))", "--format=csv,noheader,nounits"],
            platformOptions: Self.options, output: .string(limit: 256 * 1024), error: .string(limit: 4096))
    }

    private func cards(_ output: Output, _ fields: [String]) throws(StepFailure) -> GPUQuery.Answer {
        let words = Self.words(output)
        if words.contains("Driver/library version mismatch") {
            throw StepFailure(
                code: "gpu_driver_mismatch",
                message: "The NVIDIA kernel driver and its libraries have different versions, "
                    + "as happens after an upgrade.",
                hint: "Ask the operator to reboot the machine or reload the NVIDIA kernel modules.")
        }
        if output.terminationStatus.isSuccess { return try GPUQuery.read(output.standardOutput, fields: fields) }
        // The tool also fails when some or all GPUs are lost, but still lists the others.
        if let answer = try? GPUQuery.read(words, fields: fields),
            !answer.gpus.isEmpty || answer.lost > 0 || Self.saysNone(words)
        {
            return answer
        }
        throw StepFailure(
            code: "gpu_tool_failed", message: "\(tool) failed: \(LogText.clean(words.utf8)).",
            hint: "Ask the operator to check the NVIDIA driver.")
    }

    private static func words(_ output: Output) -> String { output.standardError + output.standardOutput }

    private static func saysNone(_ words: String) -> Bool { words.contains("No devices were found") }

    private static var options: PlatformOptions {
        var options = PlatformOptions()
        options.createSession = true
        return options
    }
}
