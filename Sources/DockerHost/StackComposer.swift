import Model
import Ports

/// Converts a stack to a Compose file with two equally hardened services: `install` (one-shot) and `app`.
struct StackComposer {
    let settings: DockerSettings

    func compose(_ stack: Stack) -> ComposeFile {
        ComposeFile(
            name: ComposeCommand.project(of: stack.app),
            services: ["install": install(stack), "app": app(stack)],
            networks: ["default": .init(labels: labels(stack), bridge: .init(bridge(stack)))])
    }

    private func bridge(_ stack: Stack) -> String {
        BridgeNames(installation: stack.installation).bridge(uid: stack.uid)
    }

    private func install(_ stack: Stack) -> ComposeFile.Service {
        service(
            stack, entrypoint: ["/bin/sh", "-c", .init(InstallScript.text), "install"],
            command: [.init(stack.requirements ?? ""), .init(stack.commit?.rawValue ?? "")], gpus: [],
            stopGracePeriod: "2s")
    }

    private func app(_ stack: Stack) -> ComposeFile.Service {
        var service = service(
            stack, entrypoint: ["/bin/sh", "-c"], command: [.init(stack.startCommand.rawValue)], gpus: stack.gpus,
            stopGracePeriod: "10s")
        service.dependsOn = ["install": .init(condition: "service_completed_successfully")]
        service.shmSize = settings.sharedMemory
        service.ports = [.init(published: String(stack.hostPort), target: stack.port.rawValue)]
        service.healthcheck = .init(
            test: ["CMD", "python3", "-I", "-S", "-c", .init(HealthScript.text), .init(stack.port.description)],
            interval: "15s", timeout: "10s", retries: 3, startPeriod: "1h", startInterval: "500ms")
        return service
    }

    private func service(
        _ stack: Stack, entrypoint: [ComposeFile.Literal], command: [ComposeFile.Literal], gpus: [String],
        stopGracePeriod: String
    ) -> ComposeFile.Service {
        var mounts = [ComposeFile.Mount(source: .init(stack.workspace), target: "/app")]
        if let bundle = settings.caBundle {
            mounts.append(.init(source: .init(bundle), target: Self.caBundle, readOnly: true))
        }
        var environment = environment(stack)
        // Images set "all", which takes effect if NVIDIA's runtime is the host's default.
        if gpus.isEmpty { environment["NVIDIA_VISIBLE_DEVICES"] = "void" }
        var service = ComposeFile.Service(
            image: stack.image, user: "\(stack.uid):\(stack.uid)", entrypoint: entrypoint, command: command,
            workingDir: "/app", environment: environment, labels: labels(stack), volumes: mounts,
            pidsLimit: settings.processes, memLimit: "\((stack.memory ?? settings.memory).gib)g", cpus: settings.cpus,
            stopGracePeriod: stopGracePeriod, logging: .init())
        service.readOnly = true
        service.tmpfs = ["/tmp:exec,mode=1777,size=\(settings.temporarySize)"]
        if !gpus.isEmpty {
            service.deploy = .init(resources: .init(reservations: .init(devices: [.init(deviceIDs: gpus)])))
        }
        return service
    }

    private static let caBundle = "/etc/dcc/ca-certificates.crt"

    /// The app's own variables, overridden by those that the platform requires.
    private func environment(_ stack: Stack) -> [String: ComposeFile.EnvironmentValue] {
        var environment: [String: ComposeFile.EnvironmentValue] = [
            "XDG_CACHE_HOME": "/app/.dcc/cache",
            "PIP_CACHE_DIR": "/app/.dcc/cache/pip",
            "HF_HOME": "/app/.dcc/cache/huggingface",
            "TORCH_HOME": "/app/.dcc/cache/torch",
            "TRITON_CACHE_DIR": "/app/.dcc/cache/triton",
            "PIP_DISABLE_PIP_VERSION_CHECK": "1",
            "PIP_PROGRESS_BAR": "off",
            "PYTHONUNBUFFERED": "1",
            "PORT": .literal(.init(stack.port.description)),
        ]
        if let index = settings.pipIndex { environment["PIP_INDEX_URL"] = .literal(.init(index)) }
        if settings.caBundle != nil {
            for name in ["PIP_CERT", "REQUESTS_CA_BUNDLE", "SSL_CERT_FILE"] {
                environment[name] = .literal(.init(Self.caBundle))
            }
        }
        for (index, variable) in stack.environment.enumerated() {
            environment[variable.name.rawValue] =
                switch variable.value {
                case .plain(let text): .literal(.init(text))
                case .secret: .fromCompose(Self.secretName(index))
                }
        }
        environment["HOME"] = "/app/.dcc/home"
        environment["PATH"] =
            "/app/.dcc/venv/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
        environment["VIRTUAL_ENV"] = "/app/.dcc/venv"
        return environment
    }

    /// Secrets by the variable names that the Compose file refers to, for Compose's environment.
    static func secrets(of stack: Stack) -> [String: Secret] {
        Dictionary(
            uniqueKeysWithValues: stack.environment.enumerated().compactMap { index, variable in
                variable.secret.map { (secretName(index), $0) }
            })
    }

    private static func secretName(_ index: Int) -> String { "DCC_SECRET_\(index)" }

    private func labels(_ stack: Stack) -> [String: ComposeFile.Literal] {
        [
            Label.app: .init(stack.app.rawValue), Label.instance: .init(stack.installation),
            Label.deployment: .init(String(stack.deployment)),
        ]
    }
}
