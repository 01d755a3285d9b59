import Model

/// Query of GPUs with `nvidia-smi` and the parser of its output: one CSV line per GPU.
enum GPUQuery {
    /// Of older tools, such as driver 470's, which refuse the whole query for a field that they do not know.
    static let oldFields = [
        "uuid", "index", "name", "memory.total", "memory.used", "pci.bus_id", "utilization.gpu", "temperature.gpu",
        "power.draw", "driver_version",
    ]
    static let fields = oldFields + ["compute_cap"]

    struct Answer: Equatable {
        var gpus: [GPU] = []
        var driver: String?
        /// Number of GPUs that could not be read. They are not in ``gpus``.
        var lost = 0
    }

    /// - Parameter fields: those that were queried: ``fields`` or ``oldFields``.
    /// - Throws: ``StepFailure`` `gpu_tool_unreadable`.
    static func read(_ text: String, fields: [String] = fields) throws(StepFailure) -> Answer {
        var answer = Answer()
        for line in text.split(whereSeparator: \.isNewline) where !line.hasPrefix("No devices were found") {
            // Printed in place of a GPU that fell off the bus.
            if line.hasPrefix("Unable to determine the device handle") || line.hasPrefix("[") {
                answer.lost += 1
                continue
            }
            let values = CSVLine.values(line, count: fields.count, open: 2)
            guard let values, values[0].hasPrefix("GPU-"), let index = Int(values[1]) else {
                throw StepFailure(
                    code: "gpu_tool_unreadable",
                    message: "nvidia-smi printed an unknown line: \(LogText.clean(line.utf8)).",
                    hint: "Ask the operator to check whether the driver version is supported.")
            }
            answer.gpus.append(
                GPU(
                    uuid: values[0], index: index, name: values[2],
                    // GPUs that share the host's memory report none: counted as 0.
                    totalMemory: Int(values[3]) ?? 0, usedMemory: Int(values[4]) ?? 0,
                    busID: CSVLine.known(values[5]), utilisation: Int(values[6]), temperature: Int(values[7]),
                    power: Double(values[8]).flatMap { $0.isFinite ? $0 : nil },
                    capability: values.count > 10 ? ComputeCapability(values[10]) : nil))
            answer.driver = answer.driver ?? CSVLine.known(values[9])
        }
        return answer
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

    /// nil for placeholders of missing values: `[N/A]`, `[Not Supported]`, `[Unknown Error]`, `ERR!`.
    static func known(_ value: String) -> String? {
        value.isEmpty || value.hasPrefix("[") || value == "ERR!" || value == "N/A" ? nil : value
    }

    private static func trimmed(_ text: Substring) -> String {
        String(text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}
