import ControlCenter

/// The question to `nvidia-smi` for the processes on its cards and how to read the answer: one line a process and card.
enum ProcessQuery {
    /// The name comes last: it may hold commas.
    static let fields = ["gpu_uuid", "pid", "used_memory", "process_name"]

    private static let longestName = 64

    /// Lines that name no process, as some cards print, are left out.
    static func read(_ text: String) -> [GPUProcess] {
        text.split(whereSeparator: \.isNewline).compactMap { line in
            guard let values = CSVLine.values(line, count: fields.count, open: 3), let pid = Int32(values[1]) else {
                return nil
            }
            return GPUProcess(gpu: values[0], pid: pid, name: name(values[3]), memory: Int(values[2]))
        }
    }

    /// The program's own name; empty where the tool could not read it, as with `[Not ManagedResource]`.
    private static func name(_ text: String) -> String {
        guard let text = CSVLine.known(text) else { return "" }
        let path = text.prefix { !$0.isWhitespace }
        let name = path.split(separator: "/").last ?? path
        return String(LogText.clean(name.utf8).prefix(longestName))
    }
}
