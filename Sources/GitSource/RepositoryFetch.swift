import Model
import Ports

/// Runs a whole job in the child.
struct RepositoryFetch {
    private let job: FetchJob
    private let events: FetchEvents

    init(_ job: FetchJob, progress: @escaping (FetchProgress) -> Void) {
        self.job = job
        events = FetchEvents(limits: job.limits, report: progress)
    }

    mutating func run() throws(StepFailure) -> FetchedRepository {
        try GitLibrary.start(trusting: job.caBundle, verifying: job.commit != nil, events)
        return try RepositoryCheckout(job: job, events: events).run().0
    }
}
