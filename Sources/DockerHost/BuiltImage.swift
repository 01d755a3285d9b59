import Crypto
import FoundationEssentials
import Model
import Ports

/// An image from an app's Dockerfile.
struct BuiltImage: Equatable {
    static let repository = "dcc/build"

    let app: AppName
    let installation: String
    let written: Dockerfile.Written
    /// Hexadecimal hash of everything that it is built from.
    let key: String

    init(_ order: ImageBuild, settings: DockerSettings, installation: String) {
        app = order.app
        self.installation = installation
        let labels = [(Label.instance, installation), (Label.image, Self.mark(of: order.app))]
        let index = settings.pipIndex.map { [("PIP_INDEX_URL", $0), ("UV_DEFAULT_INDEX", $0)] } ?? []
        written = order.dockerfile.written(
            images: order.images, labels: labels.map { (name: $0, value: $1) },
            variables: index.map { (name: $0, value: $1) })
        let parts = [installation, order.app.rawValue, String(order.uid), order.commit?.rawValue ?? "", written.text]
        key = SHA256.hash(data: Data(parts.joined(separator: "\n").utf8)).prefix(8).hexadecimal
    }

    var tag: String { "\(Self.mark(of: app))-\(key)" }
    /// Name of the network that its steps use, and of the container that reads the workspace.
    var builder: String { "dcc-build-\(key)" }
    /// The label of everything that belongs to a build of this app.
    var mark: String { Self.mark(of: app) }

    static func mark(of app: AppName) -> String { "\(repository):\(app)" }
}

extension ComposeCommand {
    static func network(for image: BuiltImage, bridge: String, subnet: IPv4Network?) -> ComposeCommand {
        network(image.builder, bridge: bridge, subnet: subnet, labels: labels(of: image))
    }

    /// Writes the checkout as a tar archive to its output: as the app's user, who can read nothing else, because links in
    /// the checkout may lead anywhere.
    static func context(_ image: BuiltImage, _ order: ImageBuild, _ settings: DockerSettings, input: String)
        -> ComposeCommand
    {
        var arguments = ["run", "--rm", "--name", image.builder, "--network", "none", "--pull", "never"]
        arguments += labels(of: image)
        arguments += [
            "--user", "\(order.uid):\(order.uid)", "--workdir", "/", "--log-driver", "none", "--no-healthcheck",
            "--read-only", "--memory", "512m", "--memory-swap", "512m", "--pids-limit", "32", "--cpus",
            String(settings.cpus), "--security-opt", "no-new-privileges:true", "--cap-drop", "ALL",
            "--env", "NVIDIA_VISIBLE_DEVICES=void",
            "--mount", "type=bind,source=\(order.workspace),target=/context,readonly",
            "--mount", "type=bind,source=\(input),target=/dcc/in,readonly",
        ]
        arguments += [
            "--entrypoint", "", order.baseImage, "python3", "-I", "-S", "/dcc/in/\(ContainerScripts.context)",
        ]
        return ComposeCommand(arguments: arguments + [String(Int64(settings.imageGiB) << 30)])
    }

    /// Builds what comes from its input. Each step gets its limit on processes from ``BuildWatch``.
    static func build(_ image: BuiltImage, _ memory: MemoryLimit, _ settings: DockerSettings) -> ComposeCommand {
        let memory = "\(memory.gib)g"
        return ComposeCommand(arguments: [
            "build", "--file", BuildContext.dockerfile, "--tag", image.tag, "--label", "\(Label.app)=\(image.app)",
            "--network", image.builder, "--memory", memory, "--memory-swap", memory, "--cpu-period", "100000",
            "--cpu-quota", String(Int(settings.cpus * 100_000)), "--pull=false", "--rm", "--force-rm", "-",
        ])
    }

    static func limitProcesses(of container: String, _ settings: DockerSettings) -> ComposeCommand {
        ComposeCommand(arguments: ["update", "--pids-limit", String(settings.processes), container])
    }

    private static func labels(of image: BuiltImage) -> [String] {
        ["\(Label.instance)=\(image.installation)", "\(Label.image)=\(image.mark)"].flatMap { ["--label", $0] }
    }
}

/// What the engine is sent, as `context.py` writes it.
enum BuildContext {
    /// Where our Dockerfile lies in it.
    static let dockerfile = ".dcc-dockerfile"
    static let tooLarge = "The context is too large."
}
