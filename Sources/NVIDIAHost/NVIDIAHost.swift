package import Model
import Platform
import Ports
import Processes

/// The GPUs of this host, read with `nvidia-smi`.
package final class NVIDIAHost: GPUInventory {
    private let tool: String
    private let patience: Duration
    private let memory: String
    let leftBehind = LeftBehind()

    /// - Parameters:
    ///   - tool: path of the program, or a name to look up in `PATH`.
    ///   - patience: time limit; with a faulty driver the tool hangs instead of failing, and is then killed. The kernel
    ///     may not let go of it: it is not run again until it has ended.
    ///   - memory: file that reports the host's memory.
    package init(
        tool: String = "nvidia-smi", patience: Duration = .seconds(10), memory: String = "/proc/meminfo"
    ) {
        self.tool = tool
        self.patience = patience
        self.memory = memory
    }

    package func read() async throws -> GPUReading {
        guard Command(tool, []).isInstalled else { return .none }
        do {
            let ends = ContinuousClock.now + patience
            let cards = try await cards(until: ends)
            let processes = try await ask("compute-apps", ProcessQuery.fields, until: ends)
            // Some GPUs cannot list processes; their memory usage is still reported.
            let list = processes.status.isSuccess ? processes.output : ""
            let reading = GPUReading(
                gpus: cards.gpus, processes: ProcessQuery.read(list), driver: cards.driver, split: cards.split,
                warnings: cards.warnings)
            return cards.split.isEmpty ? reading : try await withInstances(reading, until: ends)
        } catch is TimeLimitReached {
            throw StepFailure(
                code: "gpu_tool_hangs", message: "\(tool) did not respond within \(patience.components.seconds) s.",
                hint: "Ask the operator to check the NVIDIA driver. A reboot may be needed.")
        }
    }

    private func cards(until ends: ContinuousClock.Instant) async throws -> GPUQuery.Answer {
        var fields = GPUQuery.fields
        while true {
            let answer = try await ask("gpu", fields, until: ends)
            guard let rest = GPUQuery.fields(besidesThoseRefusedIn: Self.words(answer), of: fields) else {
                return try cards(answer, fields)
            }
            fields = rest
        }
    }

    private func withInstances(
        _ reading: GPUReading, until ends: ContinuousClock.Instant
    ) async throws -> GPUReading {
        let list = try await ask(MIGList.arguments, until: ends).output
        let details = try await ask(MIGDetails.arguments, until: ends).output
        let instances = MIGReading(of: reading.gpus, split: reading.split, list: list, details: details)
        var reading = reading
        reading.gpus = instances.gpus
        reading.processes.removeAll { reading.split.contains($0.gpu) }
        reading.processes += instances.processes
        reading.warnings += instances.warnings
        return reading
    }

    private func ask(
        _ what: String, _ fields: [String], until ends: ContinuousClock.Instant
    ) async throws -> Command.Captured {
        try await ask(
            ["--query-\(what)=\(fields.joined(separator: ","))", "--format=csv,noheader,nounits"], until: ends)
    }

    private func ask(_ arguments: [String], until ends: ContinuousClock.Instant) async throws -> Command.Captured {
        guard leftBehind.isEmpty else { throw TimeLimitReached(limit: patience) }
        var command = Command(tool, arguments)
        command.ending = .atOnce
        command.limit = ContinuousClock.now.duration(to: ends)
        command.leftBehind = leftBehind
        return try await command.capture(atMost: 1 << 20, errors: 4096)
    }

    private func cards(_ output: Command.Captured, _ fields: [String]) throws(StepFailure) -> GPUQuery.Answer {
        let words = Self.words(output)
        if words.contains("Driver/library version mismatch") {
            throw StepFailure(
                code: "gpu_driver_mismatch",
                message: "The NVIDIA kernel driver and its libraries have different versions, "
                    + "as happens after an upgrade.",
                hint: "Ask the operator to reboot the machine or reload the NVIDIA kernel modules.")
        }
        if output.status.isSuccess { return try read(output.output, fields) }
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

    private static func words(_ output: Command.Captured) -> String { output.errors + output.output }

    private static func saysNone(_ words: String) -> Bool { words.contains("No devices were found") }
}
