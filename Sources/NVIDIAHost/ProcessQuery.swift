import Model

/// Query of GPU processes with `nvidia-smi` and the parser of its output: one CSV line per process and GPU.
enum ProcessQuery {
    /// The process name comes last because it may contain commas.
    static let fields = ["gpu_uuid", "pid", "used_memory", "process_name"]

    private static let longestName = 64

    /// Skips lines without a process, which some GPUs print.
    static func read(_ text: String) -> [GPUProcess] {
        text.split(whereSeparator: \.isNewline).compactMap { line in
            guard let values = CSVLine.values(line, count: fields.count, open: 3), let pid = Int32(values[1]) else {
                return nil
            }
            return GPUProcess(gpu: values[0], pid: pid, name: name(values[3]), memory: Int(values[2]))
        }
    }

    /// The program's base name; empty if the tool could not read it and printed a placeholder such as `[Not Found]`.
    static func name(_ text: String) -> String {
        guard let text = CSVLine.known(text) else { return "" }
        let path = text.prefix { !$0.isWhitespace }
        let name = path.split(separator: "/").last ?? path
        return String(LogText.clean(name.utf8).prefix(longestName))
    }
}
