import ControlCenter
@testable import LiveState
@testable import Model
@testable import Ports
import AppHarness
import SQLiteStore
import Testing

@Suite struct SecretTests {
    @Test func aSecretIsInNoDescription() throws {
        let secret = Secret("hunter2hunter2")
        var settings = try Sample.settings()
        settings.repositoryToken = try RepositoryToken("ghp_abcdefgh")
        settings.environment = [
            try EnvironmentVariable(
                name: try EnvironmentName("TOKEN", field: ""), value: "hunter2hunter2", isSecret: true, field: "")
        ]
        var dumped = ""
        dump(settings, to: &dumped)
        for text in ["\(secret)", String(reflecting: secret), "\(settings)", String(reflecting: settings), dumped] {
            #expect(!text.contains("hunter2") && !text.contains("ghp_"))
        }
        #expect(settings.secrets.map(\.exposed) == ["hunter2hunter2", "ghp_abcdefgh"])
    }

    @Test(arguments: [
        ("password=hunter2!hunter2!", "password=•••"), ("https://x/?t=hunter2%21hunter2%21&a", "https://x/?t=•••&a"),
        ("hunter2!", "hunter2!"), ("xxhunter2!hunter2!hunter2!", "xx•••hunter2!"), ("", ""),
    ])
    func isTakenOutOfText(_ text: String, _ shown: String) {
        #expect(Redaction([Secret("hunter2!hunter2!")]).apply(text) == shown)
    }

    @Test func theLongerOfTwoGoesFirst() {
        #expect(Redaction([Secret("abcdefgh"), Secret("abcdefgh-ijkl")]).apply("abcdefgh-ijkl") == "•••")
    }

    @Test func noLineOfALogHoldsOne() throws {
        let logs = LogBuffer(hub: PollHub(capacity: 1))
        let app = try AppName("demo")
        logs.conceal([Secret("hunter2hunter2")], of: app)
        // Also where truncation splits the secret.
        let long = String(repeating: "x", count: LogText.maximumBytes - 5) + "hunter2hunter2"
        for text in ["token is hunter2hunter2", long] {
            #expect(!logs.append(text, from: .app, to: app).contains("hunt"))
        }
        #expect(!logs.tail(of: app).contains { $0.text.contains("hunt") })
    }

    @Test func oneThatWasChangedStaysOutOfTheLogUntilItsContainerIsGone() async throws {
        let house = try AppHarness()
        @Sendable func environment(_ value: String) throws -> [EnvironmentVariable] {
            [
                try EnvironmentVariable(
                    name: try EnvironmentName("TOKEN", field: ""), value: value, isSecret: true, field: "")
            ]
        }
        var settings = try Sample.settings()
        settings.environment = try environment("the-old-one")
        let name = try AppName("demo")
        _ = try await house.service.add(NewApp(name: name, settings: settings), key: nil, by: Sample.caller)
        try await house.until(name, is: .running)
        try await house.service.change(try house.app(name), by: Sample.caller) { settings in
            var settings = settings
            settings.environment = try environment("the-new-one")
            return settings
        }
        // A service starting now would redact both too.
        #expect(try Set(house.store.apps()[0].secrets.map(\.exposed)) == ["the-old-one", "the-new-one"])
        house.source.fail(with: StepFailure(code: "x", message: "", hint: ""))
        try await house.service.deploy(try house.app(name), .redeploy, by: Sample.caller)
        try await house.until(name, is: .running)
        #expect(house.logs.append("the-old-one the-new-one", from: .app, to: name) == "••• •••")
        try await house.service.deploy(try house.app(name), .redeploy, by: Sample.caller)
        try await house.until(name, is: .running)
        #expect(try house.store.apps()[0].secrets.map(\.exposed) == ["the-new-one"])
    }

    @Test func oneThatIsSplitByColoursIsFoundAllTheSame() throws {
        let logs = LogBuffer(hub: PollHub(capacity: 1))
        let app = try AppName("demo")
        logs.conceal([Secret("hunter2hunter2")], of: app)
        #expect(logs.append("a\u{1b}[31mb hun\u{1b}[0mter2hun\rter2", from: .app, to: app) == "ab •••")
    }

    @Test func aFailureDoesNotRepeatOne() async throws {
        let house = try AppHarness()
        let failure = StepFailure(code: "docker_failed", message: "bad value hunter2hunter2", hint: "")
        house.host.fail("install", with: failure)
        var settings = try Sample.settings()
        settings.environment = [
            try EnvironmentVariable(
                name: try EnvironmentName("TOKEN", field: ""), value: "hunter2hunter2", isSecret: true, field: "")
        ]
        let name = try AppName("demo")
        _ = try await house.service.add(NewApp(name: name, settings: settings), key: nil, by: Sample.caller)
        try await house.until(name, is: .failed)
        #expect(house.registry.app(name)?.failure?.message == "bad value •••")
        #expect(house.host.stacks.isEmpty)
    }
}

@Suite struct EnvironmentNameTests {
    @Test(arguments: [
        "HF_HOME", "a", "_x", "CUDA_VISIBLE_DEVICES", "X1", "NVIDIA_API_KEY", "NVIDIA_TF32_OVERRIDE", "ENV",
        "PYTHONPATH",
        "DOCKER_IMAGE", "HOST", "PORT",
    ])
    func takes(_ name: String) throws {
        #expect(try EnvironmentName(name, field: "").rawValue == name)
    }

    @Test(arguments: [
        ("", "env_key_invalid"), ("1A", "env_key_invalid"), ("A-B", "env_key_invalid"), ("A=B", "env_key_invalid"),
        ("PATH", "env_key_reserved"), ("path", "env_key_reserved"), ("LD_PRELOAD", "env_key_reserved"),
        ("NVIDIA_DRIVER_CAPABILITIES", "env_key_reserved"), ("DOCKER_HOST", "env_key_reserved"),
        ("NVIDIA_VISIBLE_DEVICES", "env_key_reserved"), ("nvidia_require_cuda", "env_key_reserved"),
        ("NVIDIA_MIG_CONFIG_DEVICES", "env_key_reserved"), ("NVIDIA_IMEX_CHANNELS", "env_key_reserved"),
        ("COMPOSE_FILE", "env_key_reserved"), ("BASH_ENV", "env_key_reserved"), ("PYTHONHOME", "env_key_reserved"),
        ("DCC_SECRET_0", "env_key_reserved"), ("VIRTUAL_ENV", "env_key_reserved"),
        ("HOME", "env_key_reserved"), (String(repeating: "A", count: 129), "env_key_invalid"),
    ])
    func refuses(_ name: String, _ code: String) {
        #expect { try EnvironmentName(name, field: "environment[0]") } throws: { error in
            (error as? FieldError)?.code == code && (error as? FieldError)?.field == "environment[0].name"
        }
    }

    @Test(arguments: [
        ("PATH", "The control center sets PATH itself."), ("NVIDIA_VISIBLE_DEVICES", "which GPUs the container gets"),
        ("LD_PRELOAD", "Set it in the start command."), ("BASH_ENV", "The installation would use BASH_ENV"),
        ("COMPOSE_FILE", "Docker would use COMPOSE_FILE"),
    ])
    func saysWhy(_ name: String, _ why: String) {
        #expect { try EnvironmentName(name, field: "") } throws: { ($0 as? FieldError)?.message.contains(why) == true }
    }
}

@Suite struct PrincipalTests {
    @Test(arguments: ["alice", "@research", "*", "alice@example.com", "domain\\alice"])
    func isReadAndWrittenAlike(_ text: String) throws {
        #expect(try Principal(text).description == text)
    }

    @Test(arguments: ["", "@", "a b", "a,b", "a\n", "\u{202e}a", String(repeating: "a", count: 129)])
    func refuses(_ text: String) {
        #expect(throws: FieldError.self) { try Principal(text) }
    }
}
