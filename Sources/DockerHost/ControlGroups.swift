import Model
import FoundationEssentials

/// Finds a container's control groups: version 2, or version 1 with one hierarchy per controller; created by Docker's
/// own driver (`docker/<id>`) or by systemd (`system.slice/docker-<id>.scope`).
struct ControlGroups {
    /// Control group folders of one container.
    struct Folder: Equatable {
        let isUnified: Bool
        let processor: String
        /// Same as `processor` in version 2.
        let memoryFolder: String

        /// CPU time in nanoseconds.
        func cpu() -> Int64? {
            guard isUnified else { return KernelFile.number("\(processor)/cpuacct.usage") }
            return KernelFile.text("\(processor)/cpu.stat").flatMap { KernelFile.number("usage_usec", in: $0) }
                .map { $0 * 1000 }
        }

        /// Memory in bytes without inactive file cache, as `docker stats` and cAdvisor's working set show it.
        func memory() -> Int64? {
            guard let used = memoryWithCache(), let details = KernelFile.text("\(memoryFolder)/memory.stat") else {
                return nil
            }
            let inactive = KernelFile.number(isUnified ? "inactive_file" : "total_inactive_file", in: details) ?? 0
            return max(0, used - inactive)
        }

        /// How many processes the kernel has ended because the container had reached its memory limit.
        func memoryKills() -> Int64? {
            KernelFile.text("\(memoryFolder)/\(isUnified ? "memory.events" : "memory.oom_control")")
                .flatMap { KernelFile.number("oom_kill", in: $0) }
        }

        func memoryWithCache() -> Int64? {
            KernelFile.number("\(memoryFolder)/\(isUnified ? "memory.current" : "memory.usage_in_bytes")")
        }
    }

    /// Search depth for containers of an Engine with a custom `--cgroup-parent`.
    private static let depth = 5

    let root: String

    /// - Returns: nil when the container has no control group.
    func folder(of container: ContainerID) -> Folder? {
        if isThere("\(root)/cgroup.controllers") {
            return find(container, in: root).map { Folder(isUnified: true, processor: $0, memoryFolder: $0) }
        }
        let controllers = ["cpuacct", "cpu,cpuacct"].map { "\(root)/\($0)" }
        guard let processor = controllers.lazy.compactMap({ find(container, in: $0) }).first,
            let memory = find(container, in: "\(root)/memory")
        else { return nil }
        return Folder(isUnified: false, processor: processor, memoryFolder: memory)
    }

    private func find(_ container: ContainerID, in hierarchy: String) -> String? {
        let names = [container.rawValue, "docker-\(container.rawValue).scope"]
        let usual = ["\(hierarchy)/docker/\(names[0])", "\(hierarchy)/system.slice/\(names[1])"]
        return usual.first(where: isThere) ?? search(names, in: hierarchy, depth: Self.depth)
    }

    private func search(_ names: [String], in folder: String, depth: Int) -> String? {
        if let found = names.map({ "\(folder)/\($0)" }).first(where: isThere) { return found }
        guard depth > 1, let entries = try? FileManager.default.contentsOfDirectory(atPath: folder) else { return nil }
        // Skips control files, which have a dot in their names. Slice folders end in `.slice`.
        let folders = entries.filter { !$0.contains(".") || $0.hasSuffix(".slice") }
        return folders.lazy.compactMap { search(names, in: "\(folder)/\($0)", depth: depth - 1) }.first
    }

    private func isThere(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }
}
