import Model
import Platform
import Ports

/// Installs an app's dependencies in one-shot containers, so that apps share what is the same for all of them and cannot
/// change it for each other:
///
/// 1. `install`, as the app's user: finds out which versions fit, makes the environment, and links the shared packages
///    into it. May run code of packages.
/// 2. `packages`, as the store's user and at the same time: fetches and unpacks wheels into ``PackageStore``. Runs no
///    code of any package.
/// 3. `build`, as the app's user: installs what is not in the store, if there is something.
struct PackageInstaller {
    let settings: DockerSettings
    let installation: String
    let engine: EngineClient
    let runner: DockerCommandRunner

    var store: PackageStore { PackageStore(folder: settings.packages) }

    /// - Parameter subnet: of the app's network.
    func install(_ stack: Stack, subnet: IPv4Network?, log: @escaping @Sendable (String) -> Void) async throws {
        let folder = StackFolder(of: stack.app, in: settings.stacks)
        var record = try record(of: stack)
        if isInstalled(record, stack) { return log("Dependencies are up to date.") }
        folder.forgetInstalled()
        try folder.writing {
            try folder.prepare(stack, order: InstallOrder(stack.dependencies, record, index: settings.pipIndex))
        }
        let composer = StackComposer(settings: settings, subnet: subnet)
        if stack.dependencies.installer == .uv, !stack.dependencies.isEmpty {
            try store.create()
            try await run(["install", "packages"], stack, composer, log: log)
            // The app's container may have ended itself too early.
            guard let name = folder.packageSet, let packages = store.path(of: name) else {
                throw DockerFailure.installFailed
            }
            record.packageSet = name
            record.packageBytes = FolderSize.bytes(of: packages, linked: .whole)
            if folder.hasMoreToInstall { try await run(["build"], stack, composer, packageSet: packages, log: log) }
        } else {
            try await run(["install"], stack, composer, log: log)
        }
        record.lock = folder.lock
        record.environment = EnvironmentMark.of(stack.workspace)
        let done = record
        try folder.writing { try folder.remember(done) }
    }

    /// True if there is nothing to install.
    func isInstalled(_ stack: Stack) throws -> Bool { try isInstalled(record(of: stack), stack) }

    private func record(of stack: Stack) throws -> InstallRecord {
        let image = try engine.get(EngineModels.Image.self, EngineQuery.image(stack.image))?.id
        return InstallRecord(stack, image: image ?? stack.image)
    }

    private func isInstalled(_ record: InstallRecord, _ stack: Stack) -> Bool {
        let installed = StackFolder(of: stack.app, in: settings.stacks).installed
        return installed.map { $0.covers(record) && isThere($0, stack) } ?? false
    }

    /// The environment may have been left out of a backup, the app may have changed it, and an operator may have emptied
    /// the store.
    private func isThere(_ installed: InstallRecord, _ stack: Stack) -> Bool {
        FileStatus(of: "\(stack.workspace)/.dcc/venv/bin/python") != nil
            && installed.packageSet.map { store.path(of: $0) != nil } ?? true
            && (!stack.mendsEnvironment || !EnvironmentMark.differs(installed.environment, in: stack.workspace))
    }

    /// - Parameter services: as in ``ComposeCommand/run(_:of:stacks:)``.
    private func run(
        _ services: [String], _ stack: Stack, _ composer: StackComposer, packageSet: String? = nil,
        log: @escaping @Sendable (String) -> Void
    ) async throws {
        let folder = StackFolder(of: stack.app, in: settings.stacks)
        let file = composer.compose(stack, packageSet: packageSet)
        try folder.writing { try folder.write(file) }
        // How they ended must not be taken for the end of those that start now.
        try removeContainers(of: services, stack.app)
        do {
            try await runner.run(
                .run(services, of: stack.app, stacks: settings.stacks), secrets: AppEnvironment.secrets(of: stack)
            ) { line in
                if !ComposeCommand.isChatter(line, of: services) { log(line) }
            }
        } catch let failure as StepFailure where !DockerFailure.isOfTheHost(failure) {
            throw Self.failure(
                failure, of: try ended(services, stack.app).map(\.state), memory: stack.memory ?? settings.memory)
        }
        try removeContainers(of: services, stack.app)
    }

    /// Docker's own errors and an installer's output may say the same: how the containers ended tells them apart.
    static func failure(
        _ failure: StepFailure, of containers: [EngineModels.Container.State], memory: MemoryLimit
    ) -> StepFailure {
        if containers.contains(where: \.outOfMemory) { return DockerFailure.installOutOfMemory(memory) }
        let hasFailed = containers.contains { ["exited", "dead"].contains($0.status) && $0.exitCode != 0 }
        return hasFailed ? DockerFailure.installFailed : failure
    }

    private func removeContainers(of services: [String], _ app: AppName) throws {
        for container in try containers(of: services, app) {
            _ = try engine.delete(EngineQuery.removal(ofContainer: container.id))
        }
    }

    private func containers(of services: [String], _ app: AppName) throws -> [EngineModels.ContainerSummary] {
        try services.flatMap { service in
            let query = EngineQuery.containers(instance: installation, app: app, service: service)
            return try engine.get([EngineModels.ContainerSummary].self, query) ?? []
        }
    }

    private func ended(_ services: [String], _ app: AppName) throws -> [EngineModels.Container] {
        try containers(of: services, app).compactMap {
            try engine.get(EngineModels.Container.self, EngineQuery.container($0.id))
        }
    }
}
