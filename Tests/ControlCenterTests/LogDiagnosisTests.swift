import AppHarness
import ControlCenter
import LiveState
import Model
import Foundation
import Testing

@testable import Operations

struct LogDiagnosisTests {
    private let failed = StepFailure(code: "install_failed", message: "m", hint: "h")

    @Test func anAppThatEndedSaysWhyWithItsLinesAndAButton() async throws {
        let house = try AppHarness()
        let name = try await house.running("demo")
        let lines = ["Traceback (most recent call last):", "ModuleNotFoundError: No module named 'cv2'"]
        for line in lines { house.logs.append(line, from: .app, to: name) }
        house.host.end(name, code: 1)
        house.reconciler.notify(name)
        try await house.until(name, is: .failed)
        let failure = try #require(house.registry.app(name)?.failure)
        #expect(failure.code == "module_missing" && failure.step == nil)
        #expect(failure.lines.last == lines[1])
        #expect(failure.action == .addRequirements(["opencv-python-headless"]))
    }

    @Test func whatAnEarlierDeploymentSaidDoesNotCount() async throws {
        let house = try AppHarness()
        let name = try await house.running("demo")
        house.logs.append("ModuleNotFoundError: No module named 'cv2'", from: .app, to: name)
        try await house.service.deploy(try house.app(name), .restart, by: Sample.caller)
        try await house.until(name, is: .running)
        house.logs.append("no model at /models", from: .app, to: name)
        house.host.end(name, code: 4)
        house.reconciler.notify(name)
        try await house.until(name, is: .failed)
        let failure = try #require(house.registry.app(name)?.failure)
        #expect(failure.code == "app_exited" && failure.lines == ["no model at /models"])
    }

    @Test func aFailedInstallNamesTheLineOfTheRequirementsFile() async throws {
        let house = try AppHarness()
        let name = try await house.running("demo")
        let folder = house.folder.path + "/\(name)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try Data("bottle\nsklearn # for the model\n".utf8).write(to: URL(filePath: folder + "/requirements.txt"))
        house.logs.append("error: Failed to build `sklearn==0.0.post12`", from: .install, to: name)
        let workspaces = Workspaces(root: house.folder.path)
        let plan = try workspaces.dependencies(of: try house.app(name))
        let diagnosis = LogDiagnosis(registry: house.registry, logs: house.logs, workspaces: workspaces)
        let failure = diagnosis.installFailed(failed, of: name, plan)
        #expect(failure.code == "package_renamed")
        #expect(failure.action == .skipRequirements(["sklearn"], instead: ["scikit-learn"]))
    }

    @Test func aScriptsLineEndsAreLookedAt() async throws {
        let house = try AppHarness()
        let name = try await house.running("demo")
        let folder = house.folder.path + "/\(name)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try Data("#!/bin/bash\r\npython app.py\r\n".utf8).write(to: URL(filePath: folder + "/run.sh"))
        try await house.registry.update(name) { app, _ in
            app.settings.startCommand = try! StartCommand("./run.sh --port 80")
        }.stored()
        house.logs.append("/bin/sh: 1: ./run.sh: not found", from: .app, to: name)
        let diagnosis = LogDiagnosis(
            registry: house.registry, logs: house.logs, workspaces: Workspaces(root: house.folder.path))
        #expect(diagnosis.ended(name, code: 127, outOfMemory: false).code == "script_windows_lines")
        try FileManager.default.removeItem(atPath: folder + "/run.sh")
        #expect(diagnosis.ended(name, code: 127, outOfMemory: false).code == "start_file_missing")
    }
}
