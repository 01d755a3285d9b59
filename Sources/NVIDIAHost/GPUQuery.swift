import Model
import Platform

/// Query of GPUs with `nvidia-smi` and the parser of its output: one CSV line per GPU.
enum GPUQuery {
    static let fields = [
        "uuid", "index", "name", "memory.total", "memory.used", "pci.bus_id", "utilization.gpu", "temperature.gpu",
        "power.draw", "driver_version", "compute_cap", "mig.mode.current",
    ]
    /// Unknown to older tools, such as driver 470's, which then refuse the whole query.
    private static let newer = ["compute_cap", "mig.mode.current"]

    struct Answer: Equatable {
        var gpus: [GPU] = []
        var driver: String?
        /// Number of GPUs that could not be read. They are not in ``gpus``.
        var lost = 0
        /// UUIDs of the GPUs in MIG mode.
        var split: Set<String> = []
        /// Lines that are no rows, for example `WARNING: infoROM is corrupted at gpu 0000:B3:00.0`.
        var warnings: [String] = []
    }

    /// - Parameter words: the output of the tool that was asked for `fields`.
    /// - Returns: the fields to ask for instead, if it does not know some.
    static func fields(besidesThoseRefusedIn words: String, of fields: [String]) -> [String]? {
        guard words.contains("is not a valid field to query") else { return nil }
        let named = fields.filter { newer.contains($0) && words.contains($0) }
        let rest = fields.filter { !(named.isEmpty ? newer : named).contains($0) }
        return rest.count < fields.count ? rest : nil
    }

    /// - Parameters:
    ///   - fields: those that were queried.
    ///   - host: the memory that GPUs without any of their own use.
    /// - Throws: ``StepFailure`` `gpu_tool_unreadable` if no line is a GPU's.
    static func read(
        _ text: String, fields: [String] = fields, host: HostMemory? = nil
    ) throws(StepFailure) -> Answer {
        var answer = Answer()
        let lines = text.split(whereSeparator: \.isNewline).filter { line in
            !line.allSatisfy(\.isWhitespace) && !line.hasPrefix("No devices were found")
        }
        for line in lines {
            // Printed in place of a GPU that fell off the bus.
            if line.hasPrefix("Unable to determine the device handle") || line.hasPrefix("[") {
                answer.lost += 1
            } else if let row = Row(line, fields: fields), let gpu = row.gpu(host) {
                answer.gpus.append(gpu)
                answer.driver = answer.driver ?? row.known("driver_version")
                if row["mig.mode.current"] == "Enabled" { answer.split.insert(gpu.uuid) }
            } else {
                answer.warnings.append(LogText.sentence(line))
            }
        }
        guard answer.gpus.isEmpty, answer.lost == 0, let unknown = answer.warnings.first else { return answer }
        throw StepFailure(
            code: "gpu_tool_unreadable", message: "nvidia-smi printed an unknown line: \(unknown).",
            hint: "Ask the operator to check whether the driver version is supported.")
    }

    private struct Row {
        /// What GPUs without memory of their own report, such as GB10; others report an error.
        private static let unsupported: Set = ["[N/A]", "N/A", "[Not Supported]"]

        private let values: [String: String]

        init?(_ line: Substring, fields: [String]) {
            guard let values = CSVLine.values(line, count: fields.count, open: 2) else { return nil }
            self.values = Dictionary(zip(fields, values)) { first, _ in first }
        }

        subscript(field: String) -> String { values[field] ?? "" }

        func known(_ field: String) -> String? { CSVLine.known(self[field]) }

        func gpu(_ host: HostMemory?) -> GPU? {
            guard self["uuid"].hasPrefix("GPU-"), let index = Int(self["index"]) else { return nil }
            let total = self["memory.total"]
            let shared = Self.unsupported.contains(total) ? host : nil
            return GPU(
                uuid: self["uuid"], index: index, name: LogText.clean(self["name"].utf8),
                totalMemory: shared.map { Int($0.total >> 20) } ?? Int(total) ?? 0,
                usedMemory: shared.map { Int($0.used >> 20) } ?? Int(self["memory.used"]) ?? 0,
                busID: known("pci.bus_id"), utilisation: Int(self["utilization.gpu"]),
                temperature: Int(self["temperature.gpu"]),
                power: Double(self["power.draw"]).flatMap { $0.isFinite ? $0 : nil },
                capability: ComputeCapability(self["compute_cap"]), hasUnifiedMemory: shared != nil)
        }
    }
}

/// Parser for lines of `nvidia-smi`, which does not quote values that contain commas.
enum CSVLine {
    /// - Parameter open: index of the field that may contain commas.
    /// - Returns: nil when there are too few fields.
    static func values(_ line: Substring, count: Int, open: Int) -> [String]? {
        let parts = line.split(separator: ",", omittingEmptySubsequences: false)
        let more = parts.count - count
        guard more >= 0 else { return nil }
        let middle = parts[open...(open + more)].joined(separator: ",")
        return (parts[..<open] + [Substring(middle)] + parts[(open + more + 1)...]).map { trimmed($0) }
    }

    private static func trimmed(_ text: Substring) -> String {
        String(text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }

    /// nil for placeholders of missing values: `[N/A]`, `[Not Supported]`, `[Unknown Error]`, `ERR!`.
    static func known(_ value: String) -> String? {
        value.isEmpty || value.hasPrefix("[") || value == "ERR!" || value == "N/A" ? nil : value
    }
}
