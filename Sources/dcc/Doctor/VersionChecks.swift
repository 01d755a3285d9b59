import Configuration
import Ports
import DockerHost
import GitSource

/// Checks installed versions and their known vulnerabilities.
enum VersionChecks {
    static func findings(_ configuration: ServiceConfiguration) async -> [Finding] {
        let components: [String: String]
        do {
            components = try DockerHost.engineComponents(socket: configuration.containers.docker.socket)
        } catch {
            return [.fail("Docker Engine", error.reason, fix: "start it, or correct docker.socket")]
                + (await others())
        }
        let engine = components["Engine"] ?? ""
        return [
            ReleaseVersion(engine).map { $0.numbers[0] >= 25 } == true
                ? .ok("Docker Engine", engine)
                : .fail(
                    "Docker Engine", "\(engine) does not support API version 1.44", fix: "install version 25 or later"),
            await check("runc", components["runc"], KnownVulnerability.runc, package: "runc"),
        ] + (await others())
    }

    private static func others() async -> [Finding] {
        var findings = [await compose()]
        // Missing on hosts without GPUs, which do not need it.
        if let toolkit = await Tool.output("nvidia-ctk", "--version") {
            findings.append(
                await check(
                    "NVIDIA's container toolkit", toolkit, KnownVulnerability.nvidiaToolkit,
                    package: "nvidia-container-toolkit-base"))
        }
        findings.append(await check("libgit2", GitFetcher.libraryVersion, KnownVulnerability.libgit2, package: nil))
        findings.append(
            await check("nginx", await Tool.output("nginx", "-v"), KnownVulnerability.nginx, package: "nginx"))
        return findings
    }

    private static func compose() async -> Finding {
        guard let text = await Tool.output("docker", "compose", "version", "--short"),
            let version = ReleaseVersion(text)
        else {
            return .fail("Docker Compose", "it does not respond", fix: "install Docker's Compose plugin")
        }
        return version.numbers[0] >= 2
            ? .ok("Docker Compose", version.description)
            : .fail("Docker Compose", "\(version) is too old", fix: "install version 2 or later")
    }

    /// - Parameters:
    ///   - output: text that contains the version.
    ///   - package: the Debian package, whose changelog lists fixes backported under the same version.
    static func check(_ what: String, _ output: String?, _ known: [KnownVulnerability], package: String?) async
        -> Finding
    {
        guard let version = output.flatMap(ReleaseVersion.init) else {
            return .warn(what, "its version is unknown", fix: "check that it is installed")
        }
        let open = known.filter { $0.isOpen(in: version) }.map(\.name)
        let changes = open.isEmpty ? nil : await changelog(package)
        let left = open.filter { changes?.contains($0) != true }
        guard left.isEmpty else {
            return .warn(
                what, "\(version) has known vulnerabilities: \(left.joined(separator: ", "))",
                fix: "upgrade to a fixed version, or check that your distribution has patched them")
        }
        let patched = open.isEmpty ? "" : ", patched by the distribution: \(open.joined(separator: ", "))"
        return .ok(what, version.description + patched)
    }

    /// The package's changelog; nil for software that is not from a package.
    private static func changelog(_ package: String?) async -> String? {
        guard let package else { return nil }
        return await Tool.output("zcat", "/usr/share/doc/\(package)/changelog.Debian.gz")
    }
}
