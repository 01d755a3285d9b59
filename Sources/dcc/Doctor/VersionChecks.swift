import ControlCenter
import DockerHost
import GitSource

/// Which versions are there, and what is known to be wrong with them.
enum VersionChecks {
    static func findings(_ configuration: ServiceConfiguration) async -> [Finding] {
        let components: [String: String]
        do {
            components = try DockerHost.engineComponents(socket: configuration.docker.socket)
        } catch {
            return [.bad("Docker Engine", error.reason, mend: "start it, or correct docker.socket")]
                + (await others())
        }
        let engine = components["Engine"] ?? ""
        return [
            ReleaseVersion(engine).map { $0.numbers[0] >= 25 } == true
                ? .good("Docker Engine", engine)
                : .bad("Docker Engine", "\(engine) does not know the API 1.44", mend: "install version 25 or later"),
            await judge("runc", components["runc"], KnownVulnerability.runc, package: "runc"),
        ] + (await others())
    }

    private static func others() async -> [Finding] {
        var findings = [await compose()]
        // Without GPUs it is not needed, and not there.
        if let toolkit = await Tool.says("nvidia-ctk", "--version") {
            findings.append(
                await judge(
                    "NVIDIA's container toolkit", toolkit, KnownVulnerability.nvidiaToolkit,
                    package: "nvidia-container-toolkit-base"))
        }
        findings.append(await judge("libgit2", GitFetcher.libraryVersion, KnownVulnerability.libgit2, package: nil))
        findings.append(
            await judge("nginx", await Tool.says("nginx", "-v"), KnownVulnerability.nginx, package: "nginx"))
        return findings
    }

    private static func compose() async -> Finding {
        guard let text = await Tool.says("docker", "compose", "version", "--short"), let version = ReleaseVersion(text)
        else {
            return .bad("Docker Compose", "it does not answer", mend: "install Docker's Compose plugin")
        }
        return version.numbers[0] >= 2
            ? .good("Docker Compose", version.description)
            : .bad("Docker Compose", "\(version) is too old", mend: "install version 2 or later")
    }

    /// - Parameters:
    ///   - said: where the version's number is in.
    ///   - package: Debian's name for it, whose changelog tells what was mended without a new number.
    static func judge(_ what: String, _ said: String?, _ holes: [KnownVulnerability], package: String?) async -> Finding
    {
        guard let version = said.flatMap(ReleaseVersion.init) else {
            return .look(what, "it does not tell its version", mend: "see whether it is installed")
        }
        let open = holes.filter { $0.isOpen(in: version) }.map(\.name)
        let mended = open.isEmpty ? nil : await changelog(package)
        let left = open.filter { mended?.contains($0) != true }
        guard left.isEmpty else {
            return .look(
                what, "\(version) has known holes: \(left.joined(separator: ", "))",
                mend: "install a version without them, or see that your distribution has mended them")
        }
        let patched = open.isEmpty ? "" : ", in which the distribution mended \(open.joined(separator: ", "))"
        return .good(what, version.description + patched)
    }

    /// What the distribution changed; nil for what is not from a package.
    private static func changelog(_ package: String?) async -> String? {
        guard let package else { return nil }
        return await Tool.says("zcat", "/usr/share/doc/\(package)/changelog.Debian.gz")
    }
}
