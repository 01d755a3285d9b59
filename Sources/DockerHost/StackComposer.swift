import Model
import Ports

/// Converts a stack to a Compose file: the app, and one-shot services that install its dependencies
/// (``PackageInstaller``). All are hardened alike.
struct StackComposer {
    let settings: DockerSettings
    /// Of the app's network; nil if it has addresses of Docker's own pools.
    let subnet: IPv4Network?

    /// - Parameter packageSet: folder of the shared packages to mount; nil for none.
    func compose(_ stack: Stack, packageSet: String? = nil) -> ComposeFile {
        ComposeFile(
            name: ComposeCommand.project(of: stack.app),
            services: [
                "install": install(stack), "packages": packages(stack), "build": build(stack, packageSet),
                "app": app(stack, packageSet),
            ],
            networks: networks(stack))
    }

    /// - Parameter config: of the stack's image, which a Dockerfile gives.
    /// - Throws: ``StepFailure`` for an image that cannot run here.
    func compose(_ stack: Stack, built config: EngineModels.Image.Config) throws(StepFailure) -> ComposeFile {
        ComposeFile(
            name: ComposeCommand.project(of: stack.app), services: ["app": try app(stack, ImageStart(config))],
            networks: networks(stack))
    }

    private func networks(_ stack: Stack) -> [String: ComposeFile.Network] {
        let bridge = BridgeNames(installation: stack.installation).bridge(uid: stack.uid)
        return ["default": .init(labels: labels(stack), bridge: .init(bridge), subnet: subnet?.description)]
    }

    // MARK: - Services

    private func install(_ stack: Stack) -> ComposeFile.Service {
        let folder = folder(of: stack)
        let mounts: [ComposeFile.Mount] = [
            .init(source: .init(folder.resolved), target: "/dcc/out"),
            .init(source: .init(folder.packages), target: "/dcc/packages", readOnly: true),
        ]
        return oneShot(
            stack, script: ContainerScripts.install, environment: environment(of: stack).installVariables,
            mounts: workspace(stack) + account(stack) + mounts)
    }

    private func packages(_ stack: Stack) -> ComposeFile.Service {
        let folder = folder(of: stack)
        let mounts: [ComposeFile.Mount] = [
            .init(source: .init(folder.resolved), target: "/dcc/lock", readOnly: true),
            .init(source: .init(folder.packages), target: "/dcc/out"),
            .init(source: .init(settings.packages), target: "/dcc/store"),
        ]
        var service = service(
            stack, image: stack.baseImage, user: PackageStore.user, entrypoint: Self.run(ContainerScripts.packages),
            command: [], environment: environment(of: stack).storeVariables,
            mounts: mounts + tools(stack), stopGracePeriod: "2s")
        service.workingDir = "/tmp"
        service.tmpfs.append("/app:exec,mode=1777,size=64m")
        return service
    }

    private func build(_ stack: Stack, _ packageSet: String?) -> ComposeFile.Service {
        let resolved = ComposeFile.Mount(source: .init(folder(of: stack).resolved), target: "/dcc/out")
        return oneShot(
            stack, script: ContainerScripts.build, environment: environment(of: stack).buildVariables,
            mounts: workspace(stack) + account(stack) + shared(packageSet) + [resolved])
    }

    private func app(_ stack: Stack, _ packageSet: String?) -> ComposeFile.Service {
        var service = service(
            stack, image: stack.image, user: stack.uid,
            entrypoint: ["/bin/sh", "-c", .init(StartScript.text), "start"],
            command: [.init(stack.startCommand.rawValue)],
            environment: environment(of: stack).variables,
            mounts: workspace(stack) + account(stack) + shared(packageSet) + models(stack), gpus: stack.gpus,
            stopGracePeriod: "10s")
        publish(stack, &service)
        return service
    }

    /// Nothing of the workspace but `.dcc` is there: the image has the app's files.
    private func app(_ stack: Stack, _ start: ImageStart) throws(StepFailure) -> ComposeFile.Service {
        let own = ComposeFile.Mount(source: .init("\(stack.workspace)/\(AppFolder.name)"), target: AppFolder.data)
        var environment = environment(of: stack).variables(besides: start.variables)
        for name in start.loaderVariables.keys { environment[name] = "" }
        var service = service(
            stack, image: stack.image, user: stack.uid,
            entrypoint: ["/bin/sh", "-c", .init(StartScript.ofImage), "start"],
            command: try start.command(stack.startCommand).map { .init($0) }, environment: environment,
            mounts: [own] + account(stack) + models(stack), gpus: stack.gpus, stopGracePeriod: "10s")
        service.workingDir = start.hasFolder ? nil : "/"
        service.tmpfs += try start.volumes().map { "\($0):exec,mode=1777,size=\(settings.temporarySize)" }
        service.labels[Label.build] = .init(stack.build.rawValue)
        publish(stack, &service)
        return service
    }

    private func publish(_ stack: Stack, _ service: inout ComposeFile.Service) {
        service.shmSize = settings.sharedMemory
        guard let port = stack.port else {
            // An image's own healthcheck may ask a port.
            return service.healthcheck = .disabled
        }
        service.ports = [.init(published: String(stack.hostPort), target: port.rawValue)]
        // Its own name resolves at once, for both families, and leads to itself.
        if let host = stack.link?.host { service.extraHosts = [.init("\(host):127.0.0.1"), .init("\(host):::1")] }
        service.healthcheck = .probe(
            .init(
                test: HealthScript.command(port: port),
                interval: "60s", timeout: "10s", retries: 2, startPeriod: "1h", startInterval: "500ms"))
    }

    private func oneShot(
        _ stack: Stack, script: String, environment: [String: ComposeFile.EnvironmentValue],
        mounts: [ComposeFile.Mount]
    ) -> ComposeFile.Service {
        service(
            stack, image: stack.image, user: stack.uid,
            entrypoint: ["/bin/sh", "-c", .init(StartScript.text), "start"],
            command: [.init(Self.run(script).map(\.text).joined(separator: " "))],
            environment: environment, mounts: mounts + tools(stack), stopGracePeriod: "2s")
    }

    private func environment(of stack: Stack) -> AppEnvironment { AppEnvironment(settings: settings, stack: stack) }

    private static func run(_ script: String) -> [ComposeFile.Literal] {
        ["python3", "-s", .init("/dcc/in/\(script)")]
    }

    private func service(
        _ stack: Stack, image: String, user: UInt32, entrypoint: [ComposeFile.Literal], command: [ComposeFile.Literal],
        environment: [String: ComposeFile.EnvironmentValue], mounts: [ComposeFile.Mount], gpus: [String] = [],
        stopGracePeriod: String
    ) -> ComposeFile.Service {
        var environment = environment
        // Images set "all", which takes effect if NVIDIA's runtime is the host's default.
        if gpus.isEmpty { environment["NVIDIA_VISIBLE_DEVICES"] = "void" }
        environment[StartScript.wholeGroup.name] = .literal(.init(StartScript.wholeGroup.value))
        var service = ComposeFile.Service(
            image: image, user: "\(user):\(user)", entrypoint: entrypoint, command: command,
            workingDir: "/app", environment: environment, labels: labels(stack), volumes: mounts + certificates,
            pidsLimit: settings.processes, memLimit: "\((stack.memory ?? settings.memory).gib)g", cpus: settings.cpus,
            stopGracePeriod: stopGracePeriod, logging: .init())
        service.readOnly = true
        service.tmpfs = ["/tmp:exec,mode=1777,size=\(settings.temporarySize)"]
        if !gpus.isEmpty {
            service.deploy = .init(resources: .init(reservations: .init(devices: [.init(deviceIDs: gpus)])))
        }
        return service
    }

    // MARK: - Mounts

    private func folder(of stack: Stack) -> StackFolder { StackFolder(of: stack.app, in: settings.stacks) }

    private func workspace(_ stack: Stack) -> [ComposeFile.Mount] {
        [.init(source: .init(stack.workspace), target: "/app")]
    }

    private func account(_ stack: Stack) -> [ComposeFile.Mount] {
        let folder = folder(of: stack)
        return AppAccount.targets.sorted { $0.key < $1.key }.map { name, target in
            .init(source: .init("\(folder.input)/\(name)"), target: target, readOnly: true)
        }
    }

    private func shared(_ packageSet: String?) -> [ComposeFile.Mount] {
        packageSet.map { [.init(source: .init($0), target: AppEnvironment.packages, readOnly: true)] } ?? []
    }

    private func models(_ stack: Stack) -> [ComposeFile.Mount] {
        stack.models.map { .init(source: .init($0.path), target: "/models/\($0.name)", readOnly: true) }
    }

    /// What install containers run.
    private func tools(_ stack: Stack) -> [ComposeFile.Mount] {
        [
            .init(source: .init(folder(of: stack).input), target: "/dcc/in", readOnly: true),
            .init(source: .init(settings.uv), target: "/usr/local/bin/uv", readOnly: true),
        ]
    }

    private var certificates: [ComposeFile.Mount] {
        settings.caBundle.map { [.init(source: .init($0), target: AppEnvironment.caBundle, readOnly: true)] } ?? []
    }

    private func labels(_ stack: Stack) -> [String: ComposeFile.Literal] {
        [
            Label.app: .init(stack.app.rawValue), Label.instance: .init(stack.installation),
            Label.deployment: .init(String(stack.deployment)),
        ]
    }
}
