import Model
import Platform
package import Ports
import CGit2
import FoundationEssentials
import Processes

/// Fetches repositories in an unprivileged child process, so that a hostile server or pack can compromise only a
/// process that has no privileges and can be killed. The child drops its privileges itself (decision 4). Page requests
/// take priority over it.
package struct GitFetcher: RepositorySource {
    private let executable: String
    private let caBundle: String
    private let limits: FetchLimits

    /// - Parameters:
    ///   - executable: path of this program, run as `dcc fetch`.
    ///   - caBundle: PEM file of the certificate authorities trusted for Git servers.
    package init(executable: String, caBundle: String, limits: FetchLimits = FetchLimits()) {
        self.executable = executable
        self.caBundle = caBundle
        self.limits = limits
    }

    package func fetch(
        _ order: FetchOrder, progress: @escaping @Sendable (FetchProgress) -> Void
    ) async throws -> FetchedRepository {
        var limits = limits
        var kept: KeptFolder.Place?
        switch order.scope {
        case .survey(let maximumBytes): limits.bytes = min(limits.bytes, maximumBytes)
        case .everything(let keeping):
            kept = KeptFolder.Place(workspace: order.workspace, name: keeping.name, expired: keeping.expired)
        }
        let job = FetchJob(
            url: order.repository.description, host: order.repository.host, port: String(order.repository.port),
            reference: order.reference?.rawValue, token: order.token?.secret.exposed, user: order.user?.rawValue,
            commit: order.commit?.rawValue, retained: order.retained.map(\.rawValue),
            written: order.written?.rawValue, kept: kept, publicAddressOnly: order.admission == .publicAddressOnly,
            hosts: order.hosts, workspace: order.workspace, uid: order.uid, caBundle: caBundle,
            limits: limits)
        var child = Command(executable, ["fetch"], environment: [:], folder: order.workspace)
        child.niceness = 10
        child.input = .bytes(Array(try JSONEncoder().encode(job)))
        child.ending = .atOnce

        var last: FetchReport?
        let status = try await child.runWithoutErrors { line in
            guard let report = try? JSONDecoder().decode(FetchReport.self, from: Data(line.utf8)) else { return }
            if case .progress(let counts) = report { progress(counts) } else { last = report }
        }

        switch last {
        case .fetched(let fetched):
            return fetched
        case .failure(let code, let message, let hint):
            throw StepFailure(code: code, message: message, hint: hint)
        // libgit2 writes packs through memory maps: on a full disk the process gets a signal instead of an error.
        case _ where DiskSpace(of: order.workspace).map { $0.free < Self.fullDisk } == true:
            throw GitFailure.diskFull
        // What nice(1) ends with when it could not start the child.
        case _ where [.exited(126), .exited(127)].contains(status):
            throw GitFailure.unknown("the fetch process could not be started")
        default:
            throw status.killed("The clone")
                ?? StepFailure(
                    code: "git_crashed", message: "Fetching ended without a result (\(status)).",
                    hint: "The repository may be damaged or too large for this host.")
        }
    }

    /// For example "1.8.4".
    package static var libraryVersion: String {
        var (major, minor, revision): (Int32, Int32, Int32) = (0, 0, 0)
        git_libgit2_version(&major, &minor, &revision)
        return "\(major).\(minor).\(revision)"
    }

    /// Free bytes below which the disk counts as full.
    private static let fullDisk: Int64 = 16 << 20
}
