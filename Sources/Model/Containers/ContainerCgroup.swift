/// Finds the container that a process runs in, from `/proc/<pid>/cgroup` (cgroups(7)).
package enum ContainerCgroup {
    /// IDs of the containers around the process, outermost first: 64 hexadecimal digits in a path of any hierarchy,
    /// such as `/docker/<id>`, `/system.slice/docker-<id>.scope`, `/kubepods/pod7/<id>`, or nested ones.
    package static func containers(in text: String) -> [ContainerID] {
        let paths = text.split(separator: "\n").map { line in
            line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false).last ?? ""
        }
        let found = paths.flatMap { path in
            path.split { !$0.isHexDigit || $0.isUppercase }.filter { $0.utf8.count == 64 }
        }
        var seen: Set<Substring> = []
        return found.filter { seen.insert($0).inserted }.map { ContainerID(String($0)) }
    }
}
