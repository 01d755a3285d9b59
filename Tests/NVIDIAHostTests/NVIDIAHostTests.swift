import ControlCenter
import Foundation
import Testing

@testable import NVIDIAHost

@Suite struct GPUQueryTests {
    @Test func readsOneLineACard() throws {
        let gpus = try GPUQuery.read("GPU-1, 0, NVIDIA H200, 143771, 4\nGPU-2, 1, NVIDIA GB10, 1000, [N/A]\n")
        #expect(
            gpus == [
                GPU(uuid: "GPU-1", index: 0, name: "NVIDIA H200", totalMemory: 143_771, usedMemory: 4),
                GPU(uuid: "GPU-2", index: 1, name: "NVIDIA GB10", totalMemory: 1000, usedMemory: 0),
            ])
    }

    @Test(arguments: ["No devices were found", "GPU-1, x, n, 1, 1", "1, 2, 3", "GPU-1, 0, n, [N/A], 1"])
    func saysWhenItCannotRead(_ text: String) {
        #expect(throws: StepFailure.self) { try GPUQuery.read(text) }
    }
}

/// With stand-ins for NVIDIA's tool, run as real processes.
@Suite(.timeLimit(.minutes(1))) struct NVIDIAHostTests {
    private func tool(_ script: String) throws -> NVIDIAHost {
        let path = NSTemporaryDirectory() + "stand-in-nvidia-smi-" + UUID().uuidString
        try "#!/bin/sh\n\(script)\n".write(toFile: path, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
        return NVIDIAHost(tool: path, patience: .milliseconds(500))
    }

    private func failure(_ host: NVIDIAHost) async -> String? {
        do {
            _ = try await host.read().gpus
            return nil
        } catch {
            return (error as? StepFailure)?.code
        }
    }

    @Test func aMachineWithoutTheToolHasNoGPU() async throws {
        #expect(try await NVIDIAHost(tool: "no-such-tool").read().gpus.isEmpty)
    }

    @Test func aCardIsSeen() async throws {
        #expect(try await tool("echo 'GPU-1, 0, card, 10, 1'").read().gpus.map(\.uuid) == ["GPU-1"])
    }

    @Test func aToolThatFailsIsNamed() async throws {
        #expect(await failure(try tool("echo driver mismatch; exit 9")) == "gpu_tool_failed")
    }

    @Test func aToolThatHangsIsGivenUp() async throws {
        #expect(await failure(try tool("exec sleep 600")) == "gpu_tool_hangs")
    }
}
