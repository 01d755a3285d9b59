import Model
import FoundationEssentials

/// Processes of this machine, by PID in the host's namespace (proc(5)).
struct ProcessTable {
    /// Where `/proc` is mounted.
    let folder: String

    /// Containers around a process, outermost first; empty if the process has ended.
    func containers(of pid: Int32) -> [ContainerID] {
        ContainerCgroup.containers(in: text("\(folder)/\(pid)/cgroup") ?? "")
    }

    /// Program name as kept by the kernel, truncated to 15 bytes.
    func name(of pid: Int32) -> String? {
        text("\(folder)/\(pid)/comm").map { LogText.clean($0.utf8.prefix { $0 != UInt8(ascii: "\n") }) }
    }

    private func text(_ path: String) -> String? {
        // A process name may contain any bytes.
        FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
    }
}
