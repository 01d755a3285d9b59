import FoundationEssentials

/// The processes of this machine, by the host's numbers (proc(5)).
struct ProcessTable {
    /// Where `/proc` is.
    let folder: String

    /// The containers around a process, outermost first; none for one that has ended.
    func containers(of pid: Int32) -> [ContainerID] {
        ContainerCgroup.containers(in: text("\(folder)/\(pid)/cgroup") ?? "")
    }

    /// The program's name as the kernel keeps it, cut after 15 bytes.
    func name(of pid: Int32) -> String? {
        text("\(folder)/\(pid)/comm").map { LogText.clean($0.utf8.prefix { $0 != UInt8(ascii: "\n") }) }
    }

    private func text(_ path: String) -> String? {
        // A process may name itself in any bytes.
        FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
    }
}
