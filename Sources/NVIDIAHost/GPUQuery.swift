import ControlCenter

/// The question to `nvidia-smi` for its cards and how to read the answer: one line a card, comma-separated.
enum GPUQuery {
    static let fields = [
        "uuid", "index", "name", "memory.total", "memory.used", "pci.bus_id", "utilization.gpu", "temperature.gpu",
        "power.draw", "driver_version",
    ]

    struct Answer: Equatable {
        var gpus: [GPU] = []
        var driver: String?
        /// How many cards the tool could not ask: they are not among the ``gpus``.
        var lost = 0
    }

    /// - Throws: ``StepFailure`` `gpu_tool_unreadable`.
    static func read(_ text: String) throws(StepFailure) -> Answer {
        var answer = Answer()
        for line in text.split(whereSeparator: \.isNewline) where !line.hasPrefix("No devices were found") {
            // What stands there in place of a card that fell off the bus.
            if line.hasPrefix("Unable to determine the device handle") || line.hasPrefix("[") {
                answer.lost += 1
                continue
            }
            let values = CSVLine.values(line, count: fields.count, open: 2)
            guard let values, values[0].hasPrefix("GPU-"), let index = Int(values[1]) else {
                throw StepFailure(
                    code: "gpu_tool_unreadable",
                    message: "nvidia-smi printed a line we cannot read: \(LogText.clean(line.utf8)).",
                    hint: "Ask the operator to compare the driver's version with the supported ones.")
            }
            answer.gpus.append(
                GPU(
                    uuid: values[0], index: index, name: values[2],
                    // Where memory is one with the machine's, the card counts none: taken as nothing.
                    totalMemory: Int(values[3]) ?? 0, usedMemory: Int(values[4]) ?? 0,
                    busID: CSVLine.known(values[5]), utilisation: Int(values[6]), temperature: Int(values[7]),
                    power: Double(values[8]).flatMap { $0.isFinite ? $0 : nil }))
            answer.driver = answer.driver ?? CSVLine.known(values[9])
        }
        return answer
    }
}

/// A line as `nvidia-smi` writes it, without quotes around commas.
enum CSVLine {
    /// - Parameter open: the field that may hold commas of its own.
    /// - Returns: nil when there are too few.
    static func values(_ line: Substring, count: Int, open: Int) -> [String]? {
        let parts = line.split(separator: ",", omittingEmptySubsequences: false)
        let more = parts.count - count
        guard more >= 0 else { return nil }
        let middle = parts[open...(open + more)].joined(separator: ",")
        return (parts[..<open] + [Substring(middle)] + parts[(open + more + 1)...]).map { trimmed($0) }
    }

    /// nil for what the tool says in place of a value: `[N/A]`, `[Not Supported]`, `[Unknown Error]`, `ERR!`.
    static func known(_ value: String) -> String? {
        value.isEmpty || value.hasPrefix("[") || value == "ERR!" || value == "N/A" ? nil : value
    }

    private static func trimmed(_ text: Substring) -> String {
        String(text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}
