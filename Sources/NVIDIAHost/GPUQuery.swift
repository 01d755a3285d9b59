import ControlCenter

/// The question to `nvidia-smi` and how to read its answer: one line a card, comma-separated.
enum GPUQuery {
    static let fields = ["uuid", "index", "name", "memory.total", "memory.used"]

    /// - Throws: ``StepFailure`` `gpu_tool_unreadable`.
    static func read(_ text: String) throws(StepFailure) -> [GPU] {
        var gpus: [GPU] = []
        for line in text.split(whereSeparator: \.isNewline) {
            let values = line.split(separator: ",", omittingEmptySubsequences: false).map { $0.trimmed }
            guard values.count == fields.count, values[0].hasPrefix("GPU-"), let index = Int(values[1]),
                let total = Int(values[3])
            else {
                throw StepFailure(
                    code: "gpu_tool_unreadable", message: "nvidia-smi printed a line we cannot read: \(line).",
                    hint: "Ask the operator to compare the driver's version with the supported ones.")
            }
            // Some cards answer "[N/A]" for what they use (unified memory): taken as nothing.
            gpus.append(
                GPU(uuid: values[0], index: index, name: values[2], totalMemory: total, usedMemory: Int(values[4]) ?? 0)
            )
        }
        return gpus
    }
}

extension Substring {
    fileprivate var trimmed: String {
        String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}
