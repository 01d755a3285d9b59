import Model
import Testing

@testable import DockerHost

@Suite struct SystemImageTests {
    private static let base = "sha256:" + String(repeating: "a", count: 64)

    static func names(_ names: String...) throws -> [SystemPackageName] {
        try names.map { try SystemPackageName($0, field: "system_packages") }
    }

    private static func image(_ names: String..., base: String = base, installation: String = "test") throws
        -> SystemImage
    {
        SystemImage(
            base: base, packages: try names.map { try SystemPackageName($0, field: "") }, installation: installation)
    }

    private func settings(caBundle: String? = nil, proxy: String? = nil) throws -> DockerSettings {
        var settings = DockerSettings(cpus: 2, memory: try MemoryLimit(gib: 8))
        settings.caBundle = caBundle
        settings.aptProxy = proxy
        return settings
    }

    @Test func oneSetHasOneImageInWhateverOrderItIsNamed() throws {
        let image = try Self.image("ffmpeg", "libgl1", "ffmpeg")
        #expect(image == (try Self.image("libgl1", "ffmpeg")))
        #expect(image.packages == ["ffmpeg", "libgl1"])
        #expect(image.tag.wholeMatch(of: /dcc\/system:[0-9a-f]{16}/) != nil)
    }

    @Test func anotherSetBaseOrInstallationHasAnotherImage() throws {
        let images = [
            try Self.image("ffmpeg"), try Self.image("ffmpeg", "libgl1"), try Self.image("ffmpeg", base: "sha256:b"),
            try Self.image("ffmpeg", installation: "other"),
        ]
        #expect(Set(images.map(\.tag)).count == images.count)
    }

    @Test func theBuilderIsFencedAndLimited() throws {
        let image = try Self.image("ffmpeg", "libgl1")
        let arguments = ComposeCommand.install(image, try settings()).arguments
        for (option, value) in [
            ("--network", image.builder), ("--memory", "8g"), ("--memory-swap", "8g"), ("--pids-limit", "4096"),
            ("--cpus", "2.0"), ("--cap-drop", "ALL"), ("--security-opt", "no-new-privileges:true"), ("--pull", "never"),
            ("--log-driver", "none"),
        ] {
            let place = try #require(arguments.firstIndex(of: option), "\(option)")
            #expect(arguments[place + 1] == value)
        }
        #expect(!arguments.contains("--privileged") && !arguments.contains("--mount"))
        #expect(arguments.suffix(2) == ["ffmpeg", "libgl1"])
        let added = zip(arguments, arguments.dropFirst()).filter { $0.0 == "--cap-add" }.map(\.1)
        #expect(
            Set(added).isDisjoint(with: ["SYS_ADMIN", "SYS_PTRACE", "NET_ADMIN", "NET_RAW", "MKNOD", "SYS_CHROOT"]))
    }

    @Test func noLabelOfTheBaseMakesTheBuilderPassForAnApp() throws {
        let arguments = ComposeCommand.install(try Self.image("ffmpeg"), try settings()).arguments
        for label in ["dcc.app=", "com.docker.compose.project=", "com.docker.compose.service="] {
            let place = try #require(arguments.firstIndex(of: label), "\(label)")
            #expect(arguments[place - 1] == "--label")
        }
    }

    @Test func itsNetworkHasABridgeThatTheFirewallKnowsAndNoAppCanHave() throws {
        let image = try Self.image("ffmpeg")
        let bridge = BridgeNames(installation: "12345678").bridge(build: image.key)
        #expect(bridge.hasPrefix("dcc12345I") && bridge.count == 15)
        #expect(
            ComposeCommand.network(for: image, bridge: bridge, subnet: IPv4Network("10.208.0.0/28"))
                .arguments.joined(separator: " ")
                == "network create --opt com.docker.network.bridge.name=\(bridge) --subnet 10.208.0.0/28 "
                + "--label dcc.instance=test "
                + "--label dcc.image=\(image.tag) \(image.builder)")
    }

    @Test func theImageStartsAsItsBaseDoes() throws {
        let base = EngineModels.Image.Config(
            environment: nil, user: "app", entrypoint: ["/start", "a b"], command: nil)
        let image = try Self.image("ffmpeg")
        #expect(
            ComposeCommand.commit(image, startsAs: base).arguments == [
                "commit", "--change", "USER app", "--change", #"ENTRYPOINT ["/start","a b"]"#, "--change", "CMD []",
                image.builder, image.tag,
            ])
        let nothing = ComposeCommand.commit(image, startsAs: nil).arguments
        #expect(nothing[2] == "USER root" && nothing[4] == "ENTRYPOINT []" && nothing[6] == #"CMD ["/bin/sh"]"#)
    }

    @Test func aptUsesTheCompaniesAuthoritiesAndProxy() throws {
        let plain = SystemImageScript.configuration(try settings())
        #expect(!plain.contains("CAInfo") && !plain.contains("Proxy"))
        let text = SystemImageScript.configuration(try settings(caBundle: "/ca.pem", proxy: "http://proxy:3142"))
        #expect(text.contains(#"Acquire::https::CAInfo "/etc/dcc/ca-certificates.crt";"#))
        #expect(text.contains(#"Acquire::http::Proxy "http://proxy:3142";"#))
        let arguments = ComposeCommand.install(try Self.image("ffmpeg"), try settings(caBundle: "/ca.pem")).arguments
        #expect(arguments.contains("type=bind,source=/ca.pem,target=/etc/dcc/ca-certificates.crt,readonly"))
    }

    @Test(arguments: [
        (["E: Unable to locate package ffmpegg"], false, "system_package_unknown", "no package named ffmpegg"),
        (
            ["E: Unable to locate package a1", "E: Package 'b2' has no installation candidate"], false,
            "system_package_unknown", "no packages named a1, b2"
        ),
        (["dpkg: error: No space left on device", "E: Sub-process failed"], false, "disk_full", "No space left"),
        (["Killed"], true, "image_build_failed", "more than 8 GiB of memory"),
        ([SystemImageScript.hasNoApt], false, "image_build_failed", "no apt-get"),
        (
            ["E: Failed to fetch http://mirror/x  Could not resolve 'mirror'", "E: Some index files failed"], false,
            "image_build_failed", "Could not resolve 'mirror'"
        ),
        (
            ["dpkg: error processing package x", "E: Sub-process /usr/bin/dpkg returned an error code (1)", ""], false,
            "image_build_failed", "returned an error code (1)"
        ),
        ([], false, "image_build_failed", "no output"),
    ])
    func aFailureSaysWhatToChange(_ lines: [String], _ outOfMemory: Bool, _ code: String, _ part: String) throws {
        let failure = SystemImageFailure.of(lines, outOfMemory: outOfMemory, try settings())
        #expect(failure.code == code)
        #expect(failure.message.contains(part))
        #expect(failure.lines.count <= 3 && failure.lines.allSatisfy(lines.contains))
    }
}
