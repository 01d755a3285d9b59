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
    private let memory: String
    private let abandonment = AbandoningTimeout()

    /// - Parameters:
    ///   - tool: path of the program, or a name to look up in `PATH`.
    ///   - patience: time limit; with a faulty driver the tool hangs instead of failing, and is then killed.
    ///   - memory: file that reports the host's memory.
    package init(
        tool: String = "nvidia-smi", patience: Duration = .seconds(10), memory: String = "/proc/meminfo"
    ) {
        self.tool = tool
        self.patience = patience
        self.memory = memory
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
                let reading = GPUReading(
                    gpus: cards.gpus, processes: ProcessQuery.read(list), driver: cards.driver, split: cards.split,
                    warnings: cards.warnings)
                return cards.split.isEmpty ? reading : try await withInstances(reading, executable)
            }
        } catch let error as TimeLimitReached {
            throw StepFailure(
                code: "gpu_tool_hangs", message: "\(tool) did not respond within \(error.limit.components.seconds) s.",
                hint: "Ask the operator to check the NVIDIA driver. A reboot may be needed.")
        }
    }

    private func cards(_ executable: Executable) async throws -> GPUQuery.Answer {
        var fields = GPUQuery.fields
        while true {
            let answer = try await ask(executable, "gpu", fields)
            guard let rest = GPUQuery.fields(besidesThoseRefusedIn: Self.words(answer), of: fields) else {
                return try cards(answer, fields)
            }
            fields = rest
        }
    }

    private func withInstances(_ reading: GPUReading, _ executable: Executable) async throws -> GPUReading {
        let list = try await ask(executable, MIGList.arguments).standardOutput
        let details = try await ask(executable, MIGDetails.arguments).standardOutput
        let instances = MIGReading(of: reading.gpus, split: reading.split, list: list, details: details)
        var reading = reading
        reading.gpus = instances.gpus
        reading.processes.removeAll { reading.split.contains($0.gpu) }
        reading.processes += instances.processes
        reading.warnings += instances.warnings
        return reading
    }

    private func ask(_ executable: Executable, _ what: String, _ fields: [String]) async throws -> Output {
        try await ask(
            executable, ["--query-\(what)=\(fields.joined(separator: ","))", "--format=csv,noheader,nounits"])
    }

    private func ask(_ executable: Executable, _ arguments: [String]) async throws -> Output {
        try await run(
            executable, arguments: Arguments(arguments), platformOptions: Self.options,
            output: .string(limit: 1024 * 1024), error: .string(limit: 4096))
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
        if output.terminationStatus.isSuccess { return try read(output.standardOutput, fields) }
        // The tool also fails when some or all GPUs are lost, but still lists the others.
        if let answer = try? read(words, fields),
            !answer.gpus.isEmpty || answer.lost > 0 || Self.saysNone(words)
        {
            return answer
        }
        throw StepFailure(
            code: "gpu_tool_failed", message: "\(tool) failed: \(LogText.sentence(words)).",
            hint: "Ask the operator to check the NVIDIA driver.")
    }

    private func read(_ text: String, _ fields: [String]) throws(StepFailure) -> GPUQuery.Answer {
        try GPUQuery.read(text, fields: fields, host: HostMemory.read(from: memory))
    }

    private static func words(_ output: Output) -> String { output.standardError + output.standardOutput }

    private static func saysNone(_ words: String) -> Bool { words.contains("No devices were found") }

    private static var options: PlatformOptions {
        var options = PlatformOptions()
        options.createSession = true
        return options
    }
}
