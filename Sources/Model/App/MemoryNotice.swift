package import FoundationEssentials

/// The kernel ended processes of an app that had reached its memory limit, while the rest of the app goes on.
package struct MemoryNotice: Equatable, Sendable, Encodable {
    /// Since the app was started.
    package let processes: Int
    /// The last time.
    package let at: Date

    package init(processes: Int, at: Date) {
        self.processes = processes
        self.at = at
    }

    /// The line written to the app's log.
    /// - Parameter names: of the programs, as far as the kernel log tells.
    package static func words(ended count: Int, _ names: [String], limit: MemoryLimit) -> String {
        let named = names.isEmpty ? "" : " (\(names.joined(separator: ", ")))"
        let what = count == 1 ? "a process" : "\(count) processes"
        return "The kernel ended \(what) of the app\(named): together they had reached its memory limit of "
            + "\(limit.gib) GiB. Raise the limit in its settings, or use fewer workers."
    }
}
