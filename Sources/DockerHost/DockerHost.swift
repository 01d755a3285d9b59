package import Model
package import Ports
package import FoundationEssentials
import Platform
import Synchronization

/// The local Docker Engine: read through its API, changed through `docker compose`.
package struct DockerHost: ContainerHost {
    let settings: DockerSettings
    let installation: String
    let engine: EngineClient
    private let streams: EngineStreams
    private let events = Periodic(
        label: "dcc.events", every: .seconds(1), backoff: Backoff(first: .seconds(1), longest: .seconds(5)))
    let runner: DockerCommandRunner
    let installer: PackageInstaller
    let bridges: BridgeNames
    private let fence: NetworkIsolation
    let addresses: NetworkAddresses
    private let activities = ActivityReader()
    let builds = BuildTurns()

    /// - Throws: when the stacks folder cannot be created.
    package init(settings: DockerSettings, installation: String) throws {
        self.settings = settings
        self.installation = installation
        engine = EngineClient(socket: settings.socket)
        streams = EngineStreams(socket: settings.socket)
        try FileManager.default.createDirectory(atPath: settings.stacks, withIntermediateDirectories: true)
        bridges = BridgeNames(installation: installation)
        fence = NetworkIsolation(bridges: bridges, blocked: settings.blockedNetworks)
        addresses = NetworkAddresses(
            plan: AddressPlan(block: settings.networkBlock, installation: installation), engine: engine)
        runner = DockerCommandRunner(socket: settings.socket, workingDirectory: settings.stacks)
        installer = PackageInstaller(settings: settings, installation: installation, engine: engine, runner: runner)
    }

    /// Prefix of this installation's firewall chains.
    package var firewallChains: String { bridges.chains }

    // MARK: - Reading

    /// Versions of the Engine and its components by name, for example "Engine": "26.1.5".
    package static func engineComponents(socket: String) throws(ContainerHostUnreachable) -> [String: String] {
        do {
            let version = try EngineClient(socket: socket).get(EngineModels.Version.self, EngineQuery.version)
            let pairs = (version?.components ?? []).map { ($0.name, $0.version) }
            return Dictionary(pairs) { first, _ in first }
        } catch {
            throw error as? ContainerHostUnreachable ?? ContainerHostUnreachable(reason: "\(error)")
        }
    }

    /// A subnet that the next app's network could get, such as `10.208.0.0/28`.
    /// - Throws: ``StepFailure`` `no_free_network`, or ``ContainerHostUnreachable``.
    package static func nextSubnet(_ settings: DockerSettings) throws -> String {
        let plan = AddressPlan(block: settings.networkBlock, installation: "")
        let addresses = NetworkAddresses(plan: plan, engine: EngineClient(socket: settings.socket))
        return try addresses.next().description
    }

    package func observe() throws -> [AppName: ContainerObservation] {
        let containers = try list(EngineQuery.containers(instance: installation, service: "app"))
        let pairs = containers.compactMap { summary in
            Label.app(in: summary.labels).map { ($0, ContainerReading.observation(summary)) }
        }
        return Dictionary(pairs) { first, _ in first }
    }

    package func observe(_ app: AppName) throws -> ContainerObservation? {
        try list(EngineQuery.containers(instance: installation, app: app, service: "app")).first
            .flatMap { try inspect($0.id) }
    }

    package func activity(of container: ContainerID) throws -> ContainerActivity? {
        try engine.get(EngineModels.Container.self, EngineQuery.container(container.rawValue)).flatMap { seen in
            seen.state.process.flatMap { activities.activity(of: container, process: $0) }
        }
    }

    package func environment(ofImage reference: String) throws -> [String: String]? {
        try engine.get(EngineModels.Image.self, EngineQuery.image(reference)).map { $0.config?.variables ?? [:] }
    }

    func list(_ target: String) throws -> [EngineModels.ContainerSummary] {
        try all([EngineModels.ContainerSummary].self, target)
    }

    /// - Parameter app: nil for all apps.
    func networks(of app: AppName? = nil) throws -> [EngineModels.Network] {
        try all([EngineModels.Network].self, EngineQuery.networks(instance: installation, app: app))
    }

    /// Reads a list endpoint; the list may be empty, but a 404 is an error.
    func all<Value: Decodable>(_ type: Value.Type, _ target: String) throws -> Value {
        guard let value = try engine.get(type, target) else {
            throw ContainerHostUnreachable(reason: "the Docker Engine has no endpoint \(target)")
        }
        return value
    }

    private func inspect(_ id: String) throws -> ContainerObservation? {
        try engine.get(EngineModels.Container.self, EngineQuery.container(id)).map {
            ContainerReading.observation(id, $0)
        }
    }

    // MARK: - Changing

    package func ensureImage(
        _ reference: String, log: @escaping @Sendable (String) -> Void, progress: @escaping @Sendable (String) -> Void
    ) async throws -> String {
        if let image = try engine.get(EngineModels.Image.self, EngineQuery.image(reference)) { return image.id }
        let pull = Mutex(PullProgress())
        try await runner.run(.pull(reference)) { line in
            log(line)
            if let summary = pull.withLock({ $0.receive(line) }) { progress(summary) }
        }
        guard let image = try engine.get(EngineModels.Image.self, EngineQuery.image(reference)) else {
            throw StepFailure(
                code: "image_missing", message: "The base image \(reference) is missing after it was pulled.",
                hint: "Ask the operator to check the base image name.")
        }
        return image.id
    }

    package func isInstalled(_ stack: Stack) throws -> Bool { try installer.isInstalled(stack) }

    package func install(_ stack: Stack, log: @escaping @Sendable (String) -> Void) async throws {
        try await prepare(stack.app) { subnet in try await installer.install(stack, subnet: subnet, log: log) }
    }

    package func installedPackages(of app: AppName) -> String? {
        StackFolder(of: app, in: settings.stacks).installed?.lock
    }

    package func sharedBytes(of app: AppName) -> Int64 { installer.store.bytes(of: app, stacks: settings.stacks) }

    package func up(_ stack: Stack) async throws {
        let folder = StackFolder(of: stack.app, in: settings.stacks)
        try await prepare(stack.app) { subnet in
            let file = try await compose(stack, StackComposer(settings: settings, subnet: subnet))
            try folder.writing {
                try folder.write(AppAccount(of: stack).files)
                try folder.write(file)
            }
            try await runner.run(.up(stack.app, stacks: settings.stacks), secrets: AppEnvironment.secrets(of: stack))
        }
    }

    private func compose(_ stack: Stack, _ composer: StackComposer) async throws -> ComposeFile {
        switch stack.build {
        case .python:
            let installed = StackFolder(of: stack.app, in: settings.stacks).installed
            return composer.compose(stack, packageSet: installed?.packageSet.flatMap(installer.store.path))
        case .dockerfile: return try await composeBuilt(stack, composer)
        }
    }

    /// Runs what starts the app's containers, with the subnet of their network.
    private func prepare(_ app: AppName, _ start: (IPv4Network?) async throws -> Void) async throws {
        try requireOwnProject(app)
        try removeReplacements(of: app)
        try await ensureIsolation()
        try await addresses.withSubnet(
            forNetwork: ComposeCommand.network(of: app), isUnfit: isOpen, remove: { try await runner.run(.down(app)) },
            start)
    }

    package func stop(_ app: AppName) async throws {
        try requireOwnProject(app)
        try await runner.run(.stop(app))
        try removeReplacements(of: app)
    }

    /// Removes the leftovers of an interrupted replacement. Call only while no Compose command of this project runs:
    /// the next `up` would create a replacement with the same name while it removes this one, and lose that race at
    /// times.
    private func removeReplacements(of app: AppName) throws {
        let containers = try list(EngineQuery.containers(instance: installation, app: app))
        for half in EngineModels.ContainerSummary.replacements(in: containers) {
            _ = try engine.delete(EngineQuery.removal(ofContainer: half.id))
        }
    }

    package func down(_ app: AppName) async throws -> (containers: Int, networks: Int) {
        try requireOwnProject(app)
        let before = try count(app)
        // An interrupted Compose call may have a network still in creation. A project that never started needs no
        // Compose.
        let hasBegun = FileManager.default.fileExists(atPath: "\(settings.stacks)/\(app)")
        if hasBegun || before != (0, 0) { try await runner.run(.down(app)) }
        try? FileManager.default.removeItem(atPath: "\(settings.stacks)/\(app)")
        let after = try count(app)
        guard after == (0, 0) else {
            throw StepFailure(
                code: "removal_incomplete",
                message: "\(after.containers) containers and \(after.networks) networks were not removed.",
                hint: "Try again. If it keeps failing, ask the operator to check Docker.")
        }
        return before
    }

    /// Compose identifies a project and its network by name: never touch another owner's with the same name.
    private func requireOwnProject(_ app: AppName) throws {
        let all = try list(EngineQuery.containers(project: ComposeCommand.project(of: app)))
        if let foreign = all.first(where: { $0.labels[Label.instance] != installation }) {
            throw StepFailure(
                code: "container_conflict",
                message: "The name dcc-\(app) is used by a container from elsewhere (\(foreign.id.prefix(12))).",
                hint: "Remove that container, or choose another app name.")
        }
        let name = ComposeCommand.network(of: app)
        let networks = try self.all([EngineModels.Network].self, EngineQuery.networks(named: name))
        if let foreign = networks.first(where: { $0.name == name && $0.labels?[Label.instance] != installation }) {
            throw StepFailure(
                code: "network_conflict",
                message: "The name \(name) is used by a network from elsewhere (\(foreign.id.prefix(12))).",
                hint: "Remove that network, or choose another app name.")
        }
    }

    private func count(_ app: AppName) throws -> (containers: Int, networks: Int) {
        (try list(EngineQuery.containers(instance: installation, app: app)).count, try networks(of: app).count)
    }

    // MARK: - Network isolation

    package func ensureIsolation() async throws {
        try await fence.close()
    }

    /// Compose reuses an existing network: one created before network isolation would not be isolated.
    private func isOpen(_ network: EngineModels.Network) -> Bool {
        network.labels?[Label.instance] == installation
            && network.options?[Label.bridge]?.hasPrefix(bridges.prefix) != true
    }

    // MARK: - Following

    package func follow(
        _ container: ContainerID, since: Date?, line: @escaping @Sendable (ContainerLine) -> Void,
        ended: @escaping @Sendable () -> Void
    ) {
        streams.open(EngineQuery.logs(of: container.rawValue, since: since)) {
            var frames = LogFrames()
            let emit = { (text: ArraySlice<UInt8>) in
                guard let read = ContainerLineReader.read(text), since.map({ read.time > $0 }) ?? true else { return }
                line(read)
            }
            return EngineStreams.Stream(
                onBytes: { frames.receive($0, emit: emit) },
                onEnd: {
                    frames.end(emit: emit)
                    ended()
                })
        }
    }

    package func watch(_ onChange: @escaping @Sendable (AppName?) -> Void) {
        events.start(immediately: true) { [streams, installation] in
            try await streams.follow(events: EngineQuery.events(instance: installation), onChange)
        }
    }
}
