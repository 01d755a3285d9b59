package import Dispatch

/// Runs the synchronous parts of a task on a Dispatch queue: a recipe reads top to bottom, and blocking C calls never
/// block Swift's cooperative thread pool.
package final class DispatchQueueExecutor: TaskExecutor, Sendable {
    private let queue: DispatchQueue

    package init(label: String, qos: DispatchQoS = .unspecified) {
        queue = DispatchQueue(label: label, qos: qos, attributes: .concurrent)
    }

    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { [self] in job.runSynchronously(on: asUnownedTaskExecutor()) }
    }
}
