import Dispatch

/// Runs the parts of a task between its awaits on a Dispatch queue: a recipe reads top to bottom and blocks no thread
/// of Swift's own pool, whatever C does underneath.
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
