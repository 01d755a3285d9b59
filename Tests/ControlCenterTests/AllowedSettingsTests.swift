import AppHarness
import ControlCenter
import Foundation
import LiveState
import Model
import Operations
import Ports
import Testing

@Suite(.timeLimit(.minutes(5))) struct AllowedSettingsTests {
    private func settings(image: String? = nil, models: [String] = []) throws -> AppSettings {
        var settings = try Sample.settings()
        settings.image = try image.map { try ImageReference($0) }
        settings.models = try models.map { try ModelFolderName($0, field: "") }
        return settings
    }

    private func folders(_ paths: [String: String]) throws -> ModelFolders {
        ModelFolders(
            Dictionary(uniqueKeysWithValues: try paths.map { (try ModelFolderName($0, field: ""), $1) }))
    }

    private func refusals(_ body: () throws -> Void) -> [[String]] {
        do {
            try body()
            return []
        } catch let error as InvalidFields {
            return error.errors.map { [$0.field, $0.code] }
        } catch {
            return [["\(error)"]]
        }
    }

    @Test(arguments: [
        ("base", "base"), ("ghcr.io/team/*", "ghcr.io/team/a:1"), ("ghcr.io/team/*", "ghcr.io/team/a/b"),
        ("python:*", "python:3.11"), ("*", "anything/at-all"), ("*-slim", "python:3.11-slim"), ("a*b*c", "a-b-b/c"),
        ("**", "a"), ("python:3.*", "python:3."),
    ])
    func aPatternAdmits(_ pattern: String, _ image: String) throws {
        try AllowedImages(standard: "none", patterns: ["x", pattern]).admit(try ImageReference(image))
    }

    @Test(arguments: [
        ("ghcr.io/team/*", "ghcr.io/teams/a"), ("python", "python:3.11"), ("python:*", "python"), ("", "a"),
        ("python:*", "docker.io/library/python:3"), ("*-slim", "python:slim"), ("a*b*c", "a-c-b"), ("a?", "ab"),
    ])
    func aPatternDoesNotAdmit(_ pattern: String, _ image: String) throws {
        let images = AllowedImages(standard: "none", patterns: [pattern])
        let image = try ImageReference(image)
        let refusal = #expect(throws: FieldError.self) { try images.admit(image) }
        #expect(refusal?.code == "image_not_allowed" && refusal?.message.contains("images.allowed") == true)
    }

    @Test func theDefaultImageIsAlwaysAllowed() throws {
        try AllowedImages(standard: "base:1").admit(try ImageReference("base:1"))
    }

    @Test func anAppGetsOnlyWhatIsOffered() throws {
        let allowed = AllowedSettings(
            hosts: RepositoryHosts(allowed: ["git.test"], appsDomain: "apps.test"),
            images: AllowedImages(standard: "base"), models: try folders(["sd": "/srv/sd"]))
        let asked = try settings(image: "other", models: ["sd", "flux"])
        #expect(
            refusals { try allowed.admit(asked, by: .member) }
                == [
                    ["repository", "repository_address"], ["image", "image_not_allowed"],
                    ["models[1]", "model_unknown"],
                ])
        #expect(refusals { try allowed.admit(asked, changing: asked, by: .member) } == [])
    }

    @Test(arguments: [
        (DockerfileBuilders.off, Role.operator, false),
        (.operators, .member, false), (.operators, .operator, true),
        (.members, .member, true), (.members, .operator, true),
    ]) func aDockerfileIsBuiltForWhomTheOperatorLets(
        _ builders: DockerfileBuilders, _ role: Role, _ isBuilt: Bool
    ) throws {
        let allowed = AllowedSettings(
            hosts: RepositoryHosts(allowed: RepositoryHosts.publicForges, appsDomain: "apps.test"),
            images: AllowedImages(standard: "base"), models: ModelFolders(), builders: builders)
        var asked = try settings()
        asked.build = .dockerfile
        #expect(
            refusals { try allowed.admit(asked, by: role) } == (isBuilt ? [] : [["build", "dockerfile_not_allowed"]]))
        #expect(refusals { try allowed.admit(asked, changing: asked, by: role) } == [])
    }

    @Test func aChangeToWhatIsNotOfferedLeavesTheAppAsItWas() async throws {
        let house = try AppHarness()
        let name = try await house.add("demo")
        let before = try house.app(name).settings
        let asked = try settings(image: "other", models: ["sd"])
        let refused = await #expect(throws: InvalidFields.self) {
            try await house.service.change(try house.app(name), by: Sample.caller) { _ in asked }
        }
        #expect(
            refused?.errors.map { [$0.field, $0.code] }
                == [["image", "image_not_allowed"], ["models[0]", "model_unknown"]])
        #expect(try house.app(name).settings == before)
    }

    @Test func anAppSeesItsModelFoldersAndAFolderThatIsGoneSaysSo() async throws {
        let house = try AppHarness(models: try folders(["sd": "/srv/sd", "flux": "/srv/flux"]))
        let name = try AppName("demo")
        let request = try settings(models: ["sd"])
        _ = try await house.service.add(.init(name: name, settings: request), key: nil, by: Sample.caller)
        try await house.until(name, is: .running)
        #expect(house.host.stacks.last?.models.map(\.path) == ["/srv/sd"])

        var changed = try house.app(name)
        changed.settings.models = try settings(models: ["gone"]).models
        try await house.registry.change(changed, by: Sample.caller) { [changed] _ in changed.settings }.stored()
        try await house.service.deploy(changed, .restart, by: Sample.caller)
        while house.registry.newestDeployment(of: name)?.outcome == nil { try await Task.sleep(for: .milliseconds(2)) }
        let failure = try #require(house.registry.newestDeployment(of: name)?.failure)
        #expect(failure.code == "model_unknown" && failure.step == .inspect)
    }

    @Test func modelFoldersAreMeasuredOnceSomebodyAsks() async throws {
        let folder = try ScratchFolder()
        try Data(count: 1 << 20).write(to: URL(filePath: folder.path + "/weights"))
        let sizes = ModelSizes(try folders(["sd": folder.path, "gone": folder.path + "/none"]))
        #expect(sizes.sizes().map(\.name.rawValue) == ["gone", "sd"])
        while sizes.sizes()[1].bytes == nil { try await Task.sleep(for: .milliseconds(2)) }
        let measured = sizes.sizes()
        #expect(measured[0].bytes == nil && (measured[1].bytes ?? 0) >= 1 << 20)
    }
}
