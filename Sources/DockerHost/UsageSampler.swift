package import Model
import Platform
import Ports
import FoundationEssentials
import Glibc
import Synchronization

/// Reads container usage from kernel files. The Docker daemon's statistics API would cost much CPU time.
package final class UsageSampler: UsageSource {
    private let groups: ControlGroups
    private let processes: String
    private let interfaces: String
    private let workspaces: String
    /// A container that was only created has no control group yet; the next sample looks again.
    private let folders = Mutex<[ContainerID: ControlGroups.Folder]>([:])

    /// - Parameters:
    ///   - workspaces: folder whose file system is reported as the disk.
    ///   - groups: mount point of the control groups.
    package init(
        workspaces: String, groups: String = "/sys/fs/cgroup", processes: String = "/proc",
        interfaces: String = "/sys/class/net"
    ) {
        self.workspaces = workspaces
        self.groups = ControlGroups(root: groups)
        self.processes = processes
        self.interfaces = interfaces
    }

    package func counters(of containers: Set<ContainerID>) -> [ContainerID: UsageCounters] {
        let known = folders.withLock { $0 }
        let found = containers.compactMap { id in (known[id] ?? groups.folder(of: id)).map { (id, $0) } }
        let now = Dictionary(uniqueKeysWithValues: found)
        folders.withLock { $0 = now }
        return now.compactMapValues(counters(in:))
    }

    private func counters(in folder: ControlGroups.Folder) -> UsageCounters? {
        // The folder disappears with its container, and its processes with it.
        guard let list = KernelFile.text("\(folder.processor)/cgroup.procs") else { return nil }
        let network = list.prefix { $0 != "\n" }
        let traffic = network.isEmpty ? nil : KernelFile.text("\(processes)/\(network)/net/dev")
        let counted = traffic.map { KernelFile.traffic($0) { $0 != "lo" } }
        return UsageCounters(
            cpu: folder.cpu(), memory: folder.memory(), memoryKills: folder.memoryKills(),
            received: counted?.received, sent: counted?.sent)
    }

    package func hostCounters() -> UsageCounters {
        // Bridges and the host ends of containers' interfaces would count the same bytes twice.
        let traffic = KernelFile.text("\(processes)/net/dev").map { text in
            KernelFile.traffic(text) { access("\(interfaces)/\($0)/device", F_OK) == 0 }
        }
        return UsageCounters(
            cpu: KernelFile.text("\(processes)/stat").flatMap(KernelFile.busyTime),
            memory: HostMemory.read(from: "\(processes)/meminfo")?.used,
            disk: DiskSpace(of: workspaces)?.used, received: traffic?.received, sent: traffic?.sent)
    }
}
