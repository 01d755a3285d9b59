import Crypto
import Model
import FoundationEssentials

/// An image with Debian packages on top of a base image, shared by all apps that need the same set.
struct SystemImage: Equatable {
    static let repository = "dcc/system"

    /// The base image's ID.
    let base: String
    /// Sorted, each once.
    let packages: [String]
    let installation: String
    /// Hexadecimal hash of all three.
    let key: String

    init(base: String, packages: [SystemPackageName], installation: String) {
        self.base = base
        self.packages = Set(packages.map(\.rawValue)).sorted()
        self.installation = installation
        let text = ([installation, base] + self.packages).joined(separator: "\n")
        key = SHA256.hash(data: Data(text.utf8)).prefix(8).hexadecimal
    }

    var tag: String { "\(Self.repository):\(key)" }
    /// Name of the container that installs the packages, and of its network.
    var builder: String { "dcc-system-\(key)" }
    var labels: [String] { ["\(Label.instance)=\(installation)", "\(Label.image)=\(tag)"] }
}

extension ComposeCommand {
    static func network(for image: SystemImage, bridge: String, subnet: IPv4Network?) -> ComposeCommand {
        network(image.builder, bridge: bridge, subnet: subnet, labels: labels(of: image))
    }

    /// Installs the packages in the foreground; the exit status is the script's own.
    ///
    /// root, with the capabilities that dpkg and the packages' scripts need to give files their owners and modes.
    static func install(_ image: SystemImage, _ settings: DockerSettings) -> ComposeCommand {
        var arguments = ["run", "--name", image.builder, "--network", image.builder, "--pull", "never"]
        arguments += labels(of: image)
        // A container has its image's labels too: those of the base must not make this one pass for an app's.
        arguments += [Label.app, Label.project, Label.service].flatMap { ["--label", "\($0)="] }
        let memory = "\(settings.memory.gib)g"
        arguments += [
            "--init", "--user", "0:0", "--workdir", "/", "--log-driver", "none", "--no-healthcheck",
            "--memory", memory, "--memory-swap", memory, "--pids-limit", String(settings.processes),
            "--cpus", String(settings.cpus), "--security-opt", "no-new-privileges:true", "--cap-drop", "ALL",
        ]
        arguments += SystemImageScript.capabilities.flatMap { ["--cap-add", $0] }
        // Images set "all", which takes effect if NVIDIA's runtime is the host's default.
        arguments += ["--env", "NVIDIA_VISIBLE_DEVICES=void"]
        if let bundle = settings.caBundle {
            arguments += ["--mount", "type=bind,source=\(bundle),target=\(SystemImageScript.caBundle),readonly"]
        }
        // Without an entrypoint: the Engine would give it to an image that has none of its own.
        arguments += ["--entrypoint", "", image.base, "/bin/sh", "-c", SystemImageScript.text, "image"]
        return ComposeCommand(arguments: arguments + [SystemImageScript.configuration(settings)] + image.packages)
    }

    /// Makes the container an image that starts as its base does, or as a shell if its base starts nothing: the Engine
    /// would take an empty command for the container's, our script.
    static func commit(_ image: SystemImage, startsAs base: EngineModels.Image.Config?) -> ComposeCommand {
        let user = base?.user.flatMap { $0.isEmpty ? nil : $0 } ?? "root"
        let (entrypoint, command) = (base?.entrypoint ?? [], base?.command ?? [])
        let changes = [
            "USER \(user)", "ENTRYPOINT \(JSONText.encode(entrypoint))",
            "CMD \(JSONText.encode(entrypoint.isEmpty && command.isEmpty ? ["/bin/sh"] : command))",
        ]
        return ComposeCommand(
            arguments: ["commit"] + changes.flatMap { ["--change", $0] } + [image.builder, image.tag])
    }

    private static func labels(of image: SystemImage) -> [String] { image.labels.flatMap { ["--label", $0] } }
}
