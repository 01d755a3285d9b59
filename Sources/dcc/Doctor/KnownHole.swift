/// A hole in something that the service stands on, and the releases that closed it.
struct KnownHole {
    let name: String
    /// The first release of each branch without it, in order; the last one is the first of all later branches.
    let closedIn: [String]

    /// Ways out of a container: GHSA-xr7r-f8xq-vfvv; GHSA-9493-h29p-rfm2, GHSA-qw9x-cqr3-wc7r, GHSA-cgrx-mc8f-2prm.
    static let runc = [
        KnownHole(name: "CVE-2024-21626", closedIn: ["1.1.12"]),
        KnownHole(name: "CVE-2025-31133", closedIn: ["1.2.8", "1.3.3"]),
        KnownHole(name: "CVE-2025-52565", closedIn: ["1.2.8", "1.3.3"]),
        KnownHole(name: "CVE-2025-52881", closedIn: ["1.2.8", "1.3.3"]),
    ]

    /// Ways out of a container with a GPU (NVIDIA's security bulletins 5582 and of July 2025).
    static let nvidiaToolkit = [
        KnownHole(name: "CVE-2024-0132", closedIn: ["1.16.2"]),
        KnownHole(name: "CVE-2025-23266", closedIn: ["1.17.8"]),
    ]

    /// A server's pack may run code: GHSA-j2v7-4f6v-gpg8.
    static let libgit2 = [KnownHole(name: "CVE-2024-24577", closedIn: ["1.6.5", "1.7.2"])]

    /// Of those in nginx.org's list, the ones in parts that our configuration uses: maps with patterns, rewriting, TLS
    /// sessions.
    static let nginx = [
        KnownHole(name: "CVE-2025-23419", closedIn: ["1.26.3", "1.27.4"]),
        KnownHole(name: "CVE-2026-42945", closedIn: ["1.30.1", "1.31.0"]),
        KnownHole(name: "CVE-2026-42533", closedIn: ["1.30.4", "1.31.3"]),
    ]

    func isOpen(in version: ReleaseVersion) -> Bool {
        let releases = closedIn.compactMap { ReleaseVersion($0) }
        guard let last = releases.last, version < last else { return false }
        // Closed earlier on the branch that it is of.
        return !releases.contains { $0.numbers.prefix(2) == version.numbers.prefix(2) && version >= $0 }
    }
}
