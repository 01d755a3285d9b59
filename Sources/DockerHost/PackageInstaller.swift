import Model
import Platform
import Ports

/// Installs an app's dependencies in one-shot containers, so that apps share what is the same for all of them and cannot
/// change it for each other:
///
/// 1. `resolve`, as the app's user: which versions fit. May run code of packages.
/// 2. `packages`, as the store's user: fetches and unpacks wheels into ``PackageStore``. Runs no code of any package.
/// 3. `install`, as the app's user: makes the environment, links the shared packages into it, and builds the rest.
struct PackageInstaller {
    let settings: DockerSettings
    let installation: String
    let engine: EngineClient
    let runner: DockerCommandRunner

    var store: PackageStore { PackageStore(folder: settings.packages) }

    func install(_ stack: Stack, log: @escaping @Sendable (String) -> Void) async throws {
        let folder = StackFolder(of: stack.app, in: settings.stacks)
        let image = try engine.get(EngineModels.Image.self, EngineQuery.image(stack.image))?.id ?? stack.image
        var record = InstallRecord(stack, image: image)
        if let installed = folder.installed, installed.covers(record), isThere(installed, stack) {
            return log("Dependencies are up to date.")
        }
        folder.forgetInstalled()
        try folder.writing {
            try folder.prepare(stack, order: InstallOrder(stack.dependencies, index: settings.pipIndex))
        }
        if stack.dependencies.installer == .uv, !stack.dependencies.isEmpty {
            try store.create()
            try await run("resolve", stack, log: log)
            try await run("packages", stack, log: log)
            record.packageSet = try folder.writing { try folder.packageSet() }
        }
        let packages = record.packageSet.flatMap(store.path)
        record.packageBytes = packages.map { FolderSize.bytes(of: $0, linked: .whole) } ?? 0
        try await run("install", stack, packageSet: packages, log: log)
        let done = record
        try folder.writing { try folder.remember(done) }
    }

    /// The environment may have been left out of a backup, and an operator may have emptied the store.
    private func isThere(_ installed: InstallRecord, _ stack: Stack) -> Bool {
        FileStatus(of: "\(stack.workspace)/.dcc/venv/bin/python") != nil
            && installed.packageSet.map { store.path(of: $0) != nil } ?? true
    }

    private func run(
        _ service: String, _ stack: Stack, packageSet: String? = nil, log: @escaping @Sendable (String) -> Void
    ) async throws {
        let folder = StackFolder(of: stack.app, in: settings.stacks)
        let file = StackComposer(settings: settings).compose(stack, packageSet: packageSet)
        try folder.writing { try folder.write(file) }
        do {
            try await runner.run(
                .run(service, of: stack.app, stacks: settings.stacks), secrets: AppEnvironment.secrets(of: stack)
            ) { line in
                if !ComposeCommand.isChatter(line, of: service) { log(line) }
            }
        } catch let failure as StepFailure where !DockerFailure.isOfTheHost(failure) {
            // The installer's output must not be mistaken for an error of Docker.
            let outOfMemory = try ended(service, stack.app).contains { $0.state.outOfMemory }
            throw outOfMemory
                ? DockerFailure.installOutOfMemory(stack.memory ?? settings.memory) : DockerFailure.installFailed
        }
        for container in try containers(of: service, stack.app) {
            _ = try engine.delete(EngineQuery.removal(ofContainer: container.id))
        }
    }

    private func containers(of service: String, _ app: AppName) throws -> [EngineModels.ContainerSummary] {
        let query = EngineQuery.containers(instance: installation, app: app, service: service)
        return try engine.get([EngineModels.ContainerSummary].self, query) ?? []
    }

    private func ended(_ service: String, _ app: AppName) throws -> [EngineModels.Container] {
        try containers(of: service, app).compactMap {
            try engine.get(EngineModels.Container.self, EngineQuery.container($0.id))
        }
    }
}
