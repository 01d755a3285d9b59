package import Model
package import Operations
import Platform
package import Ports
import Synchronization

/// Inspects repositories before they become apps: makes a temporary shallow clone and derives suggestions from it.
package final class Inspector: Sendable {
    private static let maximumBytes = 500 << 20

    private let source: any RepositorySource
    private let hosts: RepositoryHosts
    private let folders: ScratchFolders
    private let limit: Duration
    private let slots = InspectionSlots()
    private let executor = DispatchQueueExecutor(label: "dcc.inspection")
    private let tasks = Mutex<[Int: Task<Void, Never>]>([:])

    /// - Parameter limit: time limit of the clone.
    package init(
        source: any RepositorySource, hosts: RepositoryHosts, workspaces: Workspaces, limit: Duration = .seconds(25)
    ) {
        self.source = source
        self.hosts = hosts
        self.limit = limit
        folders = ScratchFolders(root: workspaces.root)
    }

    /// Removes scratch folders left by a killed service.
    package func removeLeftovers() {
        for slot in 0..<InspectionSlots.total { folders.remove(slot) }
    }

    /// Starts an inspection; the scratch folder is removed before the result is reported.
    /// - Parameter requirements: the file named in the form.
    /// - Parameter done: called once, from any thread; with a ``StepFailure`` if the repository is at fault, or a
    ///   `CancellationError` after cancellation.
    /// - Returns: a function that cancels the inspection.
    /// - Throws: ``TooManyInspections``, or ``InvalidFields`` for a host that is not allowed; nothing was started then.
    package func start(
        _ repository: RepositoryURL, branch: GitReference?, token: RepositoryToken?, user: RepositoryUser? = nil,
        requirements: RequirementsFile = .automatic, by caller: Caller,
        done: @escaping @Sendable (Result<Inspection, any Error>) -> Void
    ) throws -> @Sendable () -> Void {
        let admission: RepositoryHosts.Admission
        do {
            admission = try hosts.admit(repository)
        } catch {
            throw InvalidFields([error])
        }
        let slot = try slots.acquire(for: caller.user)
        let order = FetchOrder(
            repository: repository, reference: branch, token: token, user: user, commit: nil,
            admission: admission,
            scope: .survey(maximumBytes: Self.maximumBytes), workspace: folders.path(of: slot),
            uid: folders.user(of: slot))
        // Locked during creation, so that a task that ends immediately finds itself in the list.
        let task = tasks.withLock { tasks in
            let task = Task(executorPreference: executor) { [self] in
                let outcome = await outcome(order, requirements, in: slot)
                self.tasks.withLock { _ = $0.removeValue(forKey: slot) }
                slots.release(slot)
                done(outcome)
            }
            tasks[slot] = task
            return task
        }
        return { task.cancel() }
    }

    /// Cancels all inspections and waits until each has cleaned up.
    package func close() async {
        let running = tasks.withLock { Array($0.values) }
        for task in running { task.cancel() }
        for task in running { await task.value }
    }

    private func outcome(
        _ order: FetchOrder, _ requirements: RequirementsFile, in slot: Int
    ) async -> Result<Inspection, any Error> {
        defer { folders.remove(slot) }
        do {
            try folders.create(slot)
            let fetched = try await withTimeLimit(limit) { [source] in try await source.fetch(order) { _ in } }
            let plan = DependencyPlan(
                of: WorkspaceFiles(workspace: order.workspace, isComplete: false), requirementsFile: requirements)
            return .success(
                Inspection(
                    fetched: fetched, guess: RepositoryGuess(read(order.workspace), plan), dependencies: plan))
        } catch let failure as StepFailure {
            // The server's messages may repeat the token it was sent.
            let redaction = Redaction((order.token?.secret).map { [$0] } ?? [])
            return .failure(
                StepFailure(code: failure.code, message: redaction.apply(failure.message), hint: failure.hint))
        } catch is TimeLimitReached {
            return .failure(
                StepFailure(
                    code: "git_timeout",
                    message:
                        "Cloning from \(order.repository.host) took longer than \(limit.components.seconds) s.",
                    hint: "Fill in the form manually: deploying the app has a longer time limit."))
        } catch {
            return .failure(error)
        }
    }

    private func read(_ workspace: String) -> [String: String] {
        var files: [String: String] = [:]
        for path in SurveyedFile.found(in: workspace) {
            files[path] = SurveyedFile.isNotebook(path) ? "" : text(of: path, in: workspace)
        }
        return files
    }

    private func text(of path: String, in workspace: String) -> String? {
        let bytes = try? WorkspaceFile.contents(of: path, in: workspace, limit: SurveyedFile.maximumBytes)
        return bytes.map { String(decoding: $0, as: UTF8.self) }
    }
}
