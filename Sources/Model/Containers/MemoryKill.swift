/// A process that the kernel ended because a container had reached its memory limit, as the kernel log tells it:
/// `oom-kill:constraint=CONSTRAINT_MEMCG,…,task_memcg=/docker/<id>,task=python3,pid=1234,uid=200001`
/// (dump_oom_summary in the kernel's mm/oom_kill.c).
package struct MemoryKill: Equatable, Sendable {
    /// Name of the program, truncated to 15 bytes.
    package let program: String
    /// Around the process, outermost first.
    package let containers: [ContainerID]

    /// - Returns: nil for any other line.
    package init?(kernelLine line: some StringProtocol) {
        guard let start = line.firstRange(of: "oom-kill:constraint=CONSTRAINT_MEMCG") else { return nil }
        let fields = line[start.upperBound...].split(separator: ",")
        guard let group = Self.value("task_memcg", in: fields), let program = Self.value("task", in: fields) else {
            return nil
        }
        self.program = LogText.clean(program.utf8)
        containers = ContainerCgroup.containers(in: "0::\(group)")
    }

    private static func value(_ name: String, in fields: [some StringProtocol]) -> String? {
        fields.first { $0.hasPrefix("\(name)=") }.map { String($0.dropFirst(name.count + 1)) }
    }
}
