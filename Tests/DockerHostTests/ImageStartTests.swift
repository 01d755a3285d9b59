import Model
import Testing

@testable import DockerHost

@Suite struct ImageStartTests {
    private func start(
        entrypoint: [String]? = nil, command: [String]? = nil, environment: [String] = [], volumes: [String] = []
    ) -> ImageStart {
        ImageStart(
            .init(
                environment: environment, user: nil, entrypoint: entrypoint, command: command, folder: "/srv",
                volumes: Dictionary(uniqueKeysWithValues: volumes.map { ($0, .init()) }), labels: nil))
    }

    @Test func anImageStartsItselfUnlessACommandIsGiven() throws {
        let image = start(entrypoint: ["/run"], command: ["a b", "$c"], environment: ["LD_PRELOAD=/x", "A=b"])
        #expect(try image.command(.ofImage) == ["LD_PRELOAD=/x", "/run", "a b", "$c"])
        #expect(try image.command(StartCommand("x && y")) == ["LD_PRELOAD=/x", "/bin/sh", "-c", "x && y"])
    }

    @Test func anImageThatStartsNothingSaysSo() {
        let failure = #expect(throws: StepFailure.self) { try start().command(.ofImage) }
        #expect(failure?.code == "image_starts_nothing")
    }

    @Test func volumesAreFoldersInMemory() throws {
        #expect(try start(volumes: ["/b/", "/a", "/data", "/tmp"]).volumes() == ["/a", "/b"])
    }

    @Test(arguments: ["relative", "/", "/a:exec,size=9t", "/a/../etc", "/$x"])
    func aVolumeWithoutAPlainPathIsRefused(_ path: String) {
        let failure = #expect(throws: StepFailure.self) { try start(volumes: [path]).volumes() }
        #expect(failure?.code == "image_volume")
    }

    @Test func theStackIsHardenedAndHasNothingOfTheWorkspaceButItsOwnFolder() throws {
        let stack = try ComposeFileTests.stack(command: "", build: .dockerfile)
        let settings = DockerSettings(cpus: 2, memory: try MemoryLimit(gib: 8))
        let config = EngineModels.Image.Config(
            environment: ["PATH=/opt/bin", "LD_PRELOAD=/x", "HF_HOME=/models"], user: "root", entrypoint: nil,
            command: ["serve"], folder: nil, volumes: ["/v": .init()], labels: nil)
        let file = try StackComposer(settings: settings, subnet: nil).compose(stack, built: config)
        #expect(file.services.keys.sorted() == ["app"])
        let app = try #require(file.services["app"])
        #expect(app.user == "200001:200001" && app.readOnly && app.workingDir == "/")
        #expect(app.volumes.map(\.target) == ["/data", "/etc/group", "/etc/machine-id", "/etc/passwd"])
        #expect(app.volumes.first?.source == "/opt/dockerstore/demo/.dcc")
        #expect(app.tmpfs == ["/tmp:exec,mode=1777,size=2g", "/v:exec,mode=1777,size=2g"])
        #expect(app.environment["LD_PRELOAD"] == "" && app.environment["HOME"] == "/data/home")
        #expect(app.environment["PATH"] == nil && app.environment["HF_HOME"] == nil)
        #expect(app.environment["TORCH_HOME"] == "/data/cache/torch")
        #expect(app.command == ["LD_PRELOAD=/x", "serve"])
    }
}
