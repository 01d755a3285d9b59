import Model
import Ports

/// Runs a whole job in the child: the repository, and the submodules that come with it, under the same limits.
struct RepositoryFetch {
    private static let maximumSubmodules = 100
    private static let maximumDepth = 5

    private let job: FetchJob
    private let events: FetchEvents
    private var submodules = 0
    private var remarks: [String] = []

    init(_ job: FetchJob, progress: @escaping (FetchProgress) -> Void) {
        self.job = job
        events = FetchEvents(limits: job.limits, report: progress)
    }

    mutating func run() throws(StepFailure) -> FetchedRepository {
        try GitLibrary.start(trusting: job.caBundle, verifying: job.commit != nil, events)
        let kept = job.kept.map(KeptFolder.init)
        var fetched: FetchedRepository
        do {
            let (checkedOut, parts) = try RepositoryCheckout(job: job, events: events).run()
            fetched = checkedOut
            try fetchSubmodules(parts, of: job, folder: "", depth: 1)
        } catch {
            guard let files = kept?.contents() else { throw error }
            throw StepFailure(
                code: error.code, message: "\(error.message) \(files.words). They are in \(files.folder).",
                hint: error.hint)
        }
        kept?.deleteExpired()
        fetched.remarks = remarks
        fetched.kept = kept?.contents()
        return fetched
    }

    /// - Parameters:
    ///   - folder: of the parent in the workspace, with a trailing slash; empty for the workspace itself.
    ///   - depth: of these submodules.
    private mutating func fetchSubmodules(
        _ parts: CommitParts, of parent: FetchJob, folder: String, depth: Int
    ) throws(StepFailure) {
        let modules = GitModules(parts.modules)
        for submodule in parts.submodules {
            let name = folder + submodule.path
            guard depth <= Self.maximumDepth, submodules < Self.maximumSubmodules else {
                leaveOut(name, "there are more than \(Self.maximumSubmodules), or they are too deep.")
                return
            }
            submodules += 1
            let order = SubmoduleOrder(submodule, modules, of: parent, top: job)
            do {
                let child = try order.job()
                let (_, parts) = try RepositoryCheckout(job: child, events: events).run()
                try fetchSubmodules(parts, of: child, folder: name + "/", depth: depth + 1)
            } catch  where SubmoduleOrder.isLasting(error) {
                leaveOut(name, error.message)
            } catch {
                throw StepFailure(
                    code: error.code, message: "Submodule \(LogText.clean(name.utf8)): \(error.message)",
                    hint: error.hint)
            }
        }
    }

    private mutating func leaveOut(_ name: String, _ reason: String) {
        remarks.append("Left out the submodule \(LogText.clean(name.utf8)): \(reason)")
    }
}
