import Model

/// Reads what a container does from kernel files, of which its own processes can change none.
struct ActivityReader {
    var groups = ControlGroups(root: "/sys/fs/cgroup")
    var processes = "/proc"

    /// - Parameter process: the container's first one, whose network is the container's.
    /// - Returns: nil if the process does not run.
    func activity(of container: ContainerID, process: Int) -> ContainerActivity? {
        let network = "\(processes)/\(process)/net"
        guard process > 0, let v4 = KernelFile.text("\(network)/tcp") else { return nil }
        // Missing where IPv6 is switched off.
        let v6 = KernelFile.text("\(network)/tcp6") ?? ""
        let folder = groups.folder(of: container)
        let traffic = KernelFile.text("\(network)/dev").map { KernelFile.traffic($0) { $0 != "lo" } }
        return ContainerActivity(
            listening: ListeningSocket.all(in: v4, .v4) + ListeningSocket.all(in: v6, .v6), cpu: folder?.cpu(),
            memory: folder?.memoryWithCache(), received: traffic?.received)
    }
}
