import Model

/// A submodule to fetch, with what decides whether it may be.
struct SubmoduleOrder {
    /// Failures that trying again does not change: the app may run without the submodule.
    private static let lasting: Set<String> = [
        "repository_not_found", "repository_private", "repository_token_refused", "repository_forbidden",
        "repository_address", "repository_redirect", "repository_host_unknown", "repository_sign_in_page",
        "repository_status", "ref_missing", "repo_empty", "submodule_refused",
    ]

    private let submodule: CommitParts.Submodule
    private let modules: GitModules
    private let parent: FetchJob
    private let top: FetchJob

    init(_ submodule: CommitParts.Submodule, _ modules: GitModules, of parent: FetchJob, top: FetchJob) {
        (self.submodule, self.modules, self.parent, self.top) = (submodule, modules, parent, top)
    }

    static func isLasting(_ failure: StepFailure) -> Bool { lasting.contains(failure.code) }

    /// The job that fetches it into its folder, which is made. The token goes along to the repository's own host.
    func job() throws(StepFailure) -> FetchJob {
        guard let text = modules.addresses[submodule.path] else {
            throw Self.refused("it has no address in .gitmodules.")
        }
        guard SubmodulePath.isSafe(submodule.path) else { throw Self.refused("its path is not safe.") }
        let (address, admission) = try admitted(text)
        var job = parent
        (job.url, job.host, job.port) = (address.description, address.host, String(address.port))
        let isOwnHost = job.host == top.host && job.port == top.port
        (job.token, job.user) = isOwnHost ? (top.token, top.user) : (nil, nil)
        job.publicAddressOnly = admission == .publicAddressOnly
        (job.reference, job.commit) = (submodule.commit.rawValue, nil)
        job.workspace = "\(parent.workspace)/\(submodule.path)"
        job.written = nil
        job.kept?.prefix += submodule.path + "/"
        guard let folder = ConfinedFolder(parent.workspace), folder.makeFolder(submodule.path) else {
            throw Self.refused("something else is in its place.")
        }
        return job
    }

    private func admitted(_ text: String) throws(StepFailure) -> (RepositoryURL, RepositoryHosts.Admission) {
        let shown = LogText.clean(text.utf8.prefix(RepositoryURL.maximumLength))
        do {
            let address = try SubmoduleAddress.resolve(text, in: RepositoryURL(parent.url))
            if address.host == top.host, String(address.port) == top.port {
                return (address, top.publicAddressOnly ? .publicAddressOnly : .anyAddress)
            }
            guard let hosts = top.hosts else { throw Self.refused("it is on another host, \(address.authority).") }
            return (address, try hosts.admit(address))
        } catch let error as FieldError {
            throw Self.refused("\(shown): \(error.message)")
        } catch let failure as StepFailure {
            throw failure
        } catch {
            throw Self.refused(shown)
        }
    }

    private static func refused(_ reason: String) -> StepFailure {
        StepFailure(code: "submodule_refused", message: reason, hint: "")
    }
}
