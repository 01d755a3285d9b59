/// The MIG instances of all GPUs with their UUIDs, from `nvidia-smi -L`.
enum MIGList {
    static let arguments = ["-L"]

    struct Entry: Equatable {
        /// UUID of the GPU.
        let gpu: String
        let number: Int
        let profile: String
        let uuid: String
    }

    static func read(_ text: String) -> [Entry] {
        let whole = /^GPU \d+: .*\(UUID: (GPU-[^\s)]+)\)/
        let instance = /^\s+MIG (\S+)\s+Device\s+(\d+): \(UUID: (MIG-[^\s)]+)\)/
        var entries: [Entry] = []
        var gpu: String?
        for line in text.split(whereSeparator: \.isNewline) {
            if let match = line.firstMatch(of: whole) {
                gpu = String(match.1)
            } else if let gpu, let match = line.firstMatch(of: instance), let number = Int(match.2) {
                entries.append(Entry(gpu: gpu, number: number, profile: String(match.1), uuid: String(match.3)))
            }
        }
        return entries
    }
}
