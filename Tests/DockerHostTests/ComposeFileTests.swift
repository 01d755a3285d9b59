import Model
import Ports
import Foundation
import Testing

@testable import DockerHost

@Suite struct ComposeFileTests {
    static func stack(
        _ name: String = "demo", command: String = "python app.py", gpus: [String] = [],
        workspace: String = "/opt/dockerstore/demo",
        image: String = "base", uid: UInt32 = 200_001, hostPort: UInt16 = 20_000,
        dependencies: DependencyInputs = DependencyInputs(), commit: CommitID? = nil, packages: String? = nil,
        link: AppLink? = nil, installation: String = "test", memory: MemoryLimit? = nil,
        environment: [EnvironmentVariable] = [], build: BuildMethod = .python, port: Int? = 7860
    ) throws -> Stack {
        Stack(
            app: try AppName(name), installation: installation, deployment: 7, uid: uid, image: image, build: build,
            baseImage: "base", workspace: workspace,
            commit: commit, dependencies: dependencies, packages: packages,
            startCommand: try StartCommand(command, build: build), port: try port.map { try ContainerPort($0) },
            link: link,
            hostPort: hostPort, gpus: gpus, memory: memory, environment: environment)
    }

    /// The encoded file as a JSON reader sees it.
    private func file(
        _ stack: Stack, caBundle: String? = nil, pythonMirror: String? = nil, packageSet: String? = nil,
        subnet: String? = nil
    ) throws -> [String: Any] {
        var settings = DockerSettings(cpus: 2, memory: try MemoryLimit(gib: 8))
        (settings.caBundle, settings.pythonMirror) = (caBundle, pythonMirror)
        let json = JSONText.data(
            StackComposer(settings: settings, subnet: subnet.flatMap { IPv4Network($0) })
                .compose(stack, packageSet: packageSet))
        return try #require(try JSONSerialization.jsonObject(with: json) as? [String: Any])
    }

    private func service(_ name: String, _ file: [String: Any]) throws -> [String: Any] {
        try #require((file["services"] as? [String: Any])?[name] as? [String: Any])
    }

    @Test(arguments: ["install", "packages", "build", "app"]) func allServicesAreHardenedAlike(_ name: String) throws {
        let service = try service(name, try file(try Self.stack()))
        let user = name == "packages" ? "199980:199980" : "200001:200001"
        #expect(service["user"] as? String == user)
        #expect(service["cap_drop"] as? [String] == ["ALL"])
        #expect(service["security_opt"] as? [String] == ["no-new-privileges:true"])
        #expect(service["pids_limit"] as? Int == 4096)
        #expect(service["mem_limit"] as? String == "8g")
        #expect(service["init"] as? Bool == true)
        #expect(service["read_only"] as? Bool == true)
        #expect((service["environment"] as? [String: String])?["NVIDIA_VISIBLE_DEVICES"] == "void")
        #expect(service["privileged"] == nil && service["network_mode"] == nil)
        let labels = try #require(service["labels"] as? [String: String])
        #expect(labels == ["dcc.app": "demo", "dcc.instance": "test", "dcc.deployment": "7"])
    }

    /// Target and access of each mount.
    private func mounts(_ name: String, _ file: [String: Any]) throws -> [String: String] {
        let mounts = try #require(try service(name, file)["volumes"] as? [[String: Any]])
        return Dictionary(
            uniqueKeysWithValues: mounts.map {
                ($0["target"] as? String ?? "", $0["read_only"] as? Bool == true ? "read" : "write")
            })
    }

    @Test(arguments: [
        ("install", ["/app", "/dcc/out"]), ("packages", ["/dcc/out", "/dcc/store"]), ("build", ["/app", "/dcc/out"]),
        ("app", ["/app"]),
    ])
    func onlyTheStoresOwnContainerWritesToTheStore(_ name: String, _ writable: [String]) throws {
        let mounts = try mounts(name, try file(try Self.stack(), packageSet: "/var/lib/dcc/packages/sets/0"))
        #expect(mounts.filter { $0.value == "write" }.keys.sorted() == writable)
    }

    @Test(arguments: ["build", "app"]) func theSharedPackagesAreMountedReadOnly(_ name: String) throws {
        let mounts = try mounts(name, try file(try Self.stack(), packageSet: "/var/lib/dcc/packages/sets/0"))
        #expect(mounts["/opt/dcc/packages"] == "read")
    }

    @Test func theStoresContainerGetsNothingOfTheApp() throws {
        let environment = [
            try Self.variable("PYTHONPATH", "/app/evil"), try Self.variable("TOKEN", "hunter2hunter2", secret: true),
        ]
        let stack = try Self.stack(image: "app", environment: environment)
        let service = try service("packages", try file(stack))
        #expect(service["image"] as? String == "base")
        let variables = try #require(service["environment"] as? [String: String])
        #expect(variables["PYTHONPATH"] == nil && variables["TOKEN"] == nil)
        #expect(try mounts("packages", try file(stack))["/app"] == nil)
    }

    @Test func itsOwnNameResolvesForBothFamilies() throws {
        let link = AppLinks(domain: "apps.example.com:8443").address(of: try AppName("demo"))
        let app = try service("app", try file(try Self.stack(link: link)))
        #expect(app["extra_hosts"] as? [String] == ["demo.apps.example.com:127.0.0.1", "demo.apps.example.com:::1"])
        let environment = try #require(app["environment"] as? [String: String])
        #expect(environment["LINK_HOST"] == "demo.apps.example.com")
        #expect(environment["LINK_URL"] == "https://demo.apps.example.com:8443/")
        #expect(environment["FORWARDED_ALLOW_IPS"] == "*")
    }

    @Test func theNetworkHasABridgeThatTheFirewallKnows() throws {
        let networks = try #require(try file(try Self.stack())["networks"] as? [String: [String: Any]])
        let options = networks.mapValues { $0["driver_opts"] as? [String: String] }
        #expect(options == ["default": ["com.docker.network.bridge.name": "dcctest4abl"]])
    }

    @Test func theNetworkHasItsSubnetUnlessDockerChoseOne() throws {
        let addresses = { (subnet: String?) in
            let networks = try file(try Self.stack(), subnet: subnet)["networks"] as? [String: [String: Any]]
            return networks?["default"]?["ipam"] as? [String: [[String: String]]]
        }
        #expect(try addresses("10.208.0.16/28") == ["config": [["subnet": "10.208.0.16/28"]]])
        #expect(try addresses(nil) == nil)
    }

    @Test func cachesAreInTheWorkspace() throws {
        let app = try service("app", try file(try Self.stack()))
        let environment = try #require(app["environment"] as? [String: String])
        for name in ["HOME", "XDG_CACHE_HOME", "PIP_CACHE_DIR", "HF_HOME", "TORCH_HOME", "TRITON_CACHE_DIR"] {
            #expect(environment[name]?.hasPrefix("/app/.dcc/") == true, "\(name)")
        }
    }

    @Test func theAppIsPublishedOnLoopbackOnlyAndCannotWriteItsRoot() throws {
        let app = try service("app", try file(try Self.stack()))
        let ports = try #require(app["ports"] as? [[String: Any]])
        #expect(ports.count == 1)
        #expect(ports[0]["host_ip"] as? String == "127.0.0.1")
        #expect(ports[0]["published"] as? String == "20000")
        #expect(ports[0]["target"] as? Int == 7860)
        #expect(app["read_only"] as? Bool == true)
    }

    @Test(arguments: [
        "echo $HOME", "echo ${X:?boom}", "$(touch /tmp/x)", "a: b # c", "*alias &anchor", "yes", "'\"\\", "echo $$",
    ])
    func theCommandReachesTheContainerAsItIs(_ command: String) throws {
        let app = try service("app", try file(try Self.stack(command: command)))
        let written = try #require((app["command"] as? [String])?.first)
        // Compose reads `$$` as one dollar sign and interpolates a single one.
        #expect(written.replacingOccurrences(of: "$$", with: "$") == command)
        #expect(written.filter { $0 == "$" }.count == 2 * command.filter { $0 == "$" }.count)
    }

    @Test func gpusAreReservedByTheirIDs() throws {
        let app = try service("app", try file(try Self.stack(gpus: ["GPU-1", "GPU-2"])))
        let resources = try #require((app["deploy"] as? [String: Any])?["resources"] as? [String: Any])
        let devices = try #require((resources["reservations"] as? [String: Any])?["devices"] as? [[String: Any]])
        #expect(devices.count == 1)
        #expect(devices[0]["driver"] as? String == "nvidia")
        #expect(devices[0]["device_ids"] as? [String] == ["GPU-1", "GPU-2"])
        #expect(devices[0]["capabilities"] as? [String] == ["gpu"])
        #expect(devices[0]["count"] == nil)
    }

    @Test func anAppWithoutGPUsReservesNone() throws {
        let file = try file(try Self.stack())
        #expect(try service("app", file)["deploy"] == nil)
        #expect(try service("install", file)["deploy"] == nil)
    }

    @Test func aCompanysAuthoritiesAreMountedReadOnly() throws {
        let app = try service("app", try file(try Self.stack(), caBundle: "/etc/ssl/company.pem"))
        let mounts = try #require(app["volumes"] as? [[String: Any]])
        let bundle = try #require(mounts.first { $0["source"] as? String == "/etc/ssl/company.pem" })
        #expect(bundle["read_only"] as? Bool == true)
        #expect((app["environment"] as? [String: String])?["PIP_CERT"] == bundle["target"] as? String)
    }

    @Test func anAppMayAskForMemoryOfItsOwn() throws {
        let file = try file(try Self.stack(memory: try MemoryLimit(gib: 24)))
        #expect(try service("app", file)["mem_limit"] as? String == "24g")
    }

    @Test func aSecretIsNeverInTheFile() throws {
        let environment = [
            try Self.variable("PLAIN", "${HOME} $$ a: b # c"),
            try Self.variable("TOKEN", "hunter2hunter2", secret: true),
        ]
        let stack = try Self.stack(environment: environment)
        let service = try service("app", try file(stack))
        let written = try #require(service["environment"] as? [String: String])
        #expect(written["PLAIN"] == "$${HOME} $$$$ a: b # c")
        #expect(written["TOKEN"] == "${DCC_SECRET_1}")
        #expect(AppEnvironment.secrets(of: stack).mapValues(\.exposed) == ["DCC_SECRET_1": "hunter2hunter2"])
    }

    @Test func serversAreToldWhereToListenUnlessTheAppSaysOtherwise() throws {
        let own = [try Self.variable("UVICORN_PORT", "9000"), try Self.variable("HOST", "::")]
        let app = try service("app", try file(try Self.stack(environment: own)))
        let environment = try #require(app["environment"] as? [String: String])
        #expect(environment["GRADIO_SERVER_NAME"] == "0.0.0.0" && environment["UVICORN_HOST"] == "0.0.0.0")
        #expect(environment["PORT"] == "7860" && environment["STREAMLIT_SERVER_PORT"] == "7860")
        #expect(environment["UVICORN_PORT"] == "9000" && environment["HOST"] == "::")
    }

    @Test(arguments: [(80, "0050"), (7860, "1EB4"), (65535, "FFFF")])
    func theHealthcheckKnowsThePortAsTheKernelWritesIt(_ port: Int, _ digits: String) throws {
        #expect(HealthScript.command(port: try ContainerPort(port)).last == .init(digits))
    }

    @Test func anAppWithoutAPortHasNoneOfWhatBelongsToOne() throws {
        let link = AppLink(url: "https://demo.apps.example.com/", host: "demo.apps.example.com")
        let file = try file(try Self.stack(link: link, port: nil))
        let app = try service("app", file)
        #expect((app["ports"] as? [Any])?.isEmpty == true && (app["extra_hosts"] as? [Any])?.isEmpty == true)
        #expect(app["healthcheck"] as? [String: Bool] == ["disable": true], "its image's own may ask a port")
        let environment = try variables("app", file)
        for name in ["PORT", "GRADIO_SERVER_PORT", "LINK_URL"] { #expect(environment[name] == nil) }
    }

    @Test(arguments: ["install", "build", "app"]) func aStopReachesTheWholeProcessGroup(_ name: String) throws {
        #expect(try variables(name, try file(try Self.stack()))["TINI_KILL_PROCESS_GROUP"] == "1")
    }

    @Test func whatTheControlCenterSetsStays() throws {
        let environment = try variables("app", try file(try Self.stack()))
        #expect(environment["HOME"] == "/app/.dcc/home")
        #expect(environment["PATH"]?.hasPrefix("/app/.dcc/venv/bin:") == true)
    }

    private func variables(_ name: String, _ file: [String: Any]) throws -> [String: String] {
        try #require(try service(name, file)["environment"] as? [String: String])
    }

    @Test(arguments: ["install", "build"]) func anInstallRunsTheImagesPythonAndNotThatOfTheLastEnvironment(
        _ name: String
    ) throws {
        let environment = try variables(name, try file(try Self.stack()))
        #expect(environment["PATH"] == "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin")
        #expect(environment["VIRTUAL_ENV"] == nil)
    }

    @Test func anotherPythonComesFromTheOperatorsMirrorIntoTheWorkspace() throws {
        let own = [try Self.variable("UV_PYTHON_INSTALL_MIRROR", "https://evil.example")]
        let file = try file(try Self.stack(environment: own), pythonMirror: "https://mirror.example.com/python")
        let install = try variables("install", file)
        #expect(install["UV_PYTHON_INSTALL_MIRROR"] == "https://mirror.example.com/python")
        #expect(install["UV_PYTHON_INSTALL_DIR"] == "/app/.dcc/python")
        #expect(install["UV_PYTHON_DOWNLOADS"] == "automatic")
        for name in ["packages", "build", "app"] {
            #expect(try variables(name, file)["UV_PYTHON_DOWNLOADS"] == "never", "\(name)")
        }
    }

    @Test func withoutAMirrorNoPythonIsFetched() throws {
        let install = try variables("install", try file(try Self.stack()))
        #expect(install["UV_PYTHON_DOWNLOADS"] == "never" && install["UV_PYTHON_INSTALL_MIRROR"] == nil)
    }

    static func variable(_ name: String, _ value: String, secret: Bool = false) throws -> EnvironmentVariable {
        try EnvironmentVariable(
            name: try EnvironmentName(name, field: "environment[0]"), value: value, isSecret: secret,
            field: "environment[0]")
    }
}

@Suite struct ComposeCommandTests {
    /// Compose 2.26.1 with `COMPOSE_PROGRESS=quiet` and without a terminal.
    @Test(arguments: [
        " Network dcc-demo_default  Creating", " Container dcc-demo-install-1  Recreate",
        " Container dcc-demo-install-1  Created", "Attaching to install-1", "Attaching to packages-1, install-1",
        "install-1 exited with code 3", "packages-1 exited with code 143",
        "\u{1b}[2Kinstall-1 exited with code 0", "Aborting on container exit...",
        "\u{1b}[2KGracefully stopping... (press Ctrl+C again to force)", " Container dcc-demo-install-1  Stopped",
        "canceled",
        #"time="2026-11-29T18:36:15Z" level=warning msg="Found orphan containers ([dcc-demo-app-1]) for this project.""#,
    ])
    func itsOwnWordsAreChatter(_ line: String) { #expect(ComposeCommand.isChatter(line, of: ["install", "packages"])) }

    @Test(arguments: [
        "\u{1b}[2KCreating a virtual environment with Python 3.11.2", "Collecting Container", "Attaching to nothing",
        " + network==3.7",
        "error: Failed to fetch: https://pypi.org/simple/bottle/", "Aborting", "  Container app Created by hand", "",
        "Error response from daemon: driver failed", "Successfully installed docker-7.1.0",
    ])
    func whatOthersPrintIsNot(_ line: String) { #expect(!ComposeCommand.isChatter(line, of: ["install", "packages"])) }

    private let app = try! AppName("demo")

    @Test func commandsAreWhatOneWouldType() {
        let file = "compose --project-name dcc-demo --project-directory /s/demo --file /s/demo/compose.json"
        #expect(
            ComposeCommand.run(["install", "packages"], of: app, stacks: "/s").arguments.joined(separator: " ")
                == "\(file) up --no-deps --no-log-prefix --exit-code-from install install packages")
        #expect(
            ComposeCommand.up(app, stacks: "/s").arguments.joined(separator: " ")
                == "\(file) up --detach --no-deps --quiet-pull app")
        #expect(
            ComposeCommand.stop(app).arguments.joined(separator: " ")
                == "compose --project-name dcc-demo stop --timeout 10")
        #expect(
            ComposeCommand.down(app).arguments.joined(separator: " ")
                == "compose --project-name dcc-demo down --volumes --remove-orphans --timeout 10")
    }
}
