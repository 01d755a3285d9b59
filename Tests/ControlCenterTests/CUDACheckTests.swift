@testable import LiveState
import Ports
import ControlCenter
@testable import Model
import Foundation
import AppHarness
import Testing

/// The CUDA versions of packages and image are compared with the driver and the GPUs before anything is installed.
@Suite(.timeLimit(.minutes(5))) struct CUDACheckTests {
    private let house: AppHarness

    init() throws {
        house = try AppHarness(
            gpus: [GPU(uuid: "GPU-1", index: 0, name: "card", totalMemory: 24_000, usedMemory: 0)],
            driver: "550.54.15")
    }

    private init(_ house: AppHarness) {
        self.house = house
    }

    private func failure(of name: AppName) async throws -> Failure {
        try await house.until(name, is: .failed)
        return try #require(house.registry.newestDeployment(of: name)?.failure)
    }

    private func require(_ requirements: String, of name: AppName) throws {
        try requirements.write(
            toFile: "\(house.folder.path)/\(name)/requirements.txt", atomically: true, encoding: .utf8)
    }

    /// A deployed, stopped app whose next start reads these requirements.
    private func stopped(_ requirements: String, gpus: Int = 1) async throws -> AppName {
        let name = try await house.add("demo", gpus: gpus)
        try await house.until(name, is: .running)
        try await house.service.stop(try house.app(name), by: Sample.caller)
        try await house.until(name, is: .stopped)
        try require(requirements, of: name)
        return name
    }

    private func installations() -> Int { house.host.calls.count { $0 == "install" } }

    @Test func anImageForANewerDriverFailsBeforeAnythingIsInstalled() async throws {
        house.host.set(image: ["CUDA_VERSION": "13.0.0"])
        let failure = try await failure(of: try await house.add("demo", gpus: 1))
        #expect((failure.step, failure.code) == (.place, "cuda_too_new"))
        #expect(installations() == 0)
    }

    @Test(arguments: [nil, [:]] as [[String: String]?])
    func requirementsForANewerDriverFailBeforeTheyAreInstalled(_ image: [String: String]?) async throws {
        let name = try await stopped("--extra-index-url https://download.pytorch.org/whl/cu130\ntorch==2.9.0+cu130\n")
        house.host.set(image: image)
        let before = installations()
        try await house.service.deploy(try house.app(name), .start, by: Sample.caller)
        let failure = try await failure(of: name)
        #expect((failure.step, failure.code) == (.place, "cuda_too_new"))
        #expect(failure.message.contains("cu130"))
        #expect(installations() == before)
    }

    @Test func anAppWithoutGPUsMayAskForAnyCUDA() async throws {
        let name = try await stopped(
            "--extra-index-url https://download.pytorch.org/whl/cu130\ntorch==2.9.0+cu130\n", gpus: 0)
        try await house.service.deploy(try house.app(name), .start, by: Sample.caller)
        try await house.until(name, is: .running)
    }

    // MARK: - GPUs that the packages have no kernels for

    private func cards(_ capabilities: (Int, Int)...) -> [GPU] {
        capabilities.enumerated().map { index, capability in
            GPU(
                uuid: "GPU-\(index)", index: index, name: "card", totalMemory: 24_000, usedMemory: 0,
                capability: ComputeCapability(capability.0, capability.1))
        }
    }

    @Test(arguments: [nil, [:]] as [[String: String]?])
    func packagesWithoutKernelsForTheGPUFailBeforeTheyAreInstalled(_ image: [String: String]?) async throws {
        let house = try AppHarness(gpus: cards((12, 0)), driver: "570.86")
        let tests = CUDACheckTests(house)
        let name = try await tests.stopped("torch==2.1.0\n")
        house.host.set(image: image)
        let before = tests.installations()
        try await house.service.deploy(try house.app(name), .start, by: Sample.caller)
        let failure = try await tests.failure(of: name)
        #expect((failure.step, failure.code) == (.place, "card_unfit"))
        #expect(failure.message.contains("torch 2.1.0 has no kernels for card (sm_120)"))
        #expect(tests.installations() == before)
    }

    @Test(arguments: [nil, [:]] as [[String: String]?])
    func gpusWithoutKernelsAreLeftOut(_ image: [String: String]?) async throws {
        let house = try AppHarness(gpus: cards((12, 0), (8, 9)), driver: "570.86")
        let tests = CUDACheckTests(house)
        let name = try await tests.stopped("torch==2.1.0\n")
        #expect(house.host.stacks.last?.gpus == ["GPU-0"])
        house.host.set(image: image)
        try await house.service.deploy(try house.app(name), .start, by: Sample.caller)
        try await house.until(name, is: .running)
        #expect(house.host.stacks.last?.gpus == ["GPU-1"])
        let notes = house.logs.tail(of: name).filter { $0.text.contains("is left out: torch 2.1.0 has no kernels") }
        #expect(notes.count == 1)
    }

    @Test func whoWaitsForAGPUWithKernelsIsNotGivenAnother() async throws {
        let house = try AppHarness(gpus: cards((12, 0), (8, 9)), driver: "570.86")
        let tests = CUDACheckTests(house)
        let name = try await tests.stopped("torch==2.1.0\n")
        let others = try await house.add(["one", "two"], gpus: 1)
        for other in others { try await house.until(other, is: .running) }
        try await house.service.deploy(try house.app(name), .start, by: Sample.caller)
        while house.registry.queuePosition(of: name) == nil { try await Task.sleep(for: .milliseconds(2)) }
        #expect(house.registry.queuePosition(of: name)?.waitsFor.contains("GPU 0 does not run torch 2.1.0") == true)
        let holder = try #require(others.first { house.registry.newestDeployment(of: $0)?.gpus == ["GPU-1"] })
        for other in others where other != holder {
            try await house.service.stop(try house.app(other), by: Sample.caller)
            try await house.until(other, is: .stopped)
        }
        _ = try await house.registry.placeQueued(on: GPUSnapshot(gpus: cards((12, 0), (8, 9)))).stored()
        #expect(house.registry.queuePosition(of: name) != nil)
        try await house.service.stop(try house.app(holder), by: Sample.caller)
        try await house.until(name, is: .running)
        #expect(house.host.stacks.last?.gpus == ["GPU-1"])
    }

    @Test func aNewerMinorVersionIsSaidInTheLogOnce() async throws {
        let name = try await stopped("--extra-index-url https://download.pytorch.org/whl/cu128\ntorch==2.9.0+cu128\n")
        try await house.service.deploy(try house.app(name), .start, by: Sample.caller)
        try await house.until(name, is: .running)
        #expect(house.logs.tail(of: name).count { $0.text.contains("minor version compatibility") } == 1)
    }
}
