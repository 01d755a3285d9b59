import Dispatch

/// Runs the synchronous parts of a task on a Dispatch queue: a recipe reads top to bottom, and blocking C calls never
/// block Swift's cooperative thread pool.
final class DispatchQueueExecutor: TaskExecutor {
    private let queue: DispatchQueue

    init(label: String) {
        queue = DispatchQueue(label: label, attributes: .concurrent)
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { [self] in job.runSynchronously(on: asUnownedTaskExecutor()) }
    }
}
