import Model
import Testing

@testable import NVIDIAHost

@Suite struct GPUQueryTests {
    @Test func readsOneLineACard() throws {
        let answer = try GPUQuery.read(
            """
            GPU-1, 0, NVIDIA H200, 143771, 4, 00000000:01:00.0, 97, 71, 281.40, 550.54.15, 9.0
            GPU-2, 1, NVIDIA H200, 143771, 0, 00000000:02:00.0, 0, 38, 61.02, 550.54.15, 9.0

            """)
        #expect(
            answer.gpus == [
                GPU(
                    uuid: "GPU-1", index: 0, name: "NVIDIA H200", totalMemory: 143_771, usedMemory: 4,
                    busID: "00000000:01:00.0", utilisation: 97, temperature: 71, power: 281.4,
                    capability: ComputeCapability(9, 0)),
                GPU(
                    uuid: "GPU-2", index: 1, name: "NVIDIA H200", totalMemory: 143_771, usedMemory: 0,
                    busID: "00000000:02:00.0", utilisation: 0, temperature: 38, power: 61.02,
                    capability: ComputeCapability(9, 0)),
            ])
        #expect(answer.driver == "550.54.15")
    }

    @Test(arguments: ["[N/A]", "[Not Supported]", "[Unknown Error]", "ERR!", "[Insufficient Permissions]", ""])
    func whatACardDoesNotSayIsNoFailure(_ word: String) throws {
        let line = "GPU-1, 0, NVIDIA GB10" + String(repeating: ", \(word)", count: 8)
        #expect(
            try GPUQuery.read(line)
                == .init(gpus: [GPU(uuid: "GPU-1", index: 0, name: "NVIDIA GB10", totalMemory: 0, usedMemory: 0)]))
    }

    @Test func aNameMayHoldCommas() throws {
        let line = "GPU-1, 0, Card, of a kind, 10, 1, 00000000:01:00.0, 0, 30, 9.5, 570.1, 8.6"
        #expect(try GPUQuery.read(line).gpus.map(\.name) == ["Card, of a kind"])
    }

    @Test(arguments: [
        "Unable to determine the device handle for GPU0000:02:00.0: GPU is lost.  Reboot the system to recover this GPU",
        "[GPU is lost], [GPU is lost], [GPU is lost], [GPU is lost], 1, 1, 1, 1, 1, 1, 1",
    ])
    func aLostCardLeavesTheOthers(_ line: String) throws {
        let answer = try GPUQuery.read("GPU-1, 0, n, 10, 1, 00000000:01:00.0, 0, 30, 9.5, 570.1, 8.6\n\(line)\n")
        #expect(answer.gpus.map(\.uuid) == ["GPU-1"])
        #expect(answer.lost == 1)
    }

    @Test func withoutTheComputeCapabilityAllElseIsRead() throws {
        let line = "GPU-1, 0, NVIDIA Tesla K80, 11441, 4, 00000000:01:00.0, 97, 71, 281.40, 470.256.02"
        let answer = try GPUQuery.read(line, fields: GPUQuery.oldFields)
        #expect(answer.gpus.map(\.name) == ["NVIDIA Tesla K80"] && answer.gpus.map(\.capability) == [nil])
        #expect(answer.driver == "470.256.02")
    }

    @Test(arguments: [
        "GPU-1, x, n, 1, 1, b, 1, 1, 1, d, 8.6", "1, 2, 3", "0, 0, n, 1, 1, b, 1, 1, 1, d, 8.6", "hello",
        "GPU-1, 0, n, 1, 1, b, 1, 1, 1, d",
    ])
    func saysWhenItCannotRead(_ text: String) {
        #expect(throws: StepFailure.self) { try GPUQuery.read(text) }
    }
}

@Suite struct ProcessQueryTests {
    @Test(arguments: [
        ("GPU-1, 1234, 4096, python3", GPUProcess(gpu: "GPU-1", pid: 1234, name: "python3", memory: 4096)),
        ("GPU-1, 7, [N/A], /usr/lib/xorg/Xorg", GPUProcess(gpu: "GPU-1", pid: 7, name: "Xorg", memory: nil)),
        ("GPU-1, 7, 12, [Not Found]", GPUProcess(gpu: "GPU-1", pid: 7, name: "", memory: 12)),
        ("GPU-1, 7, 12, /opt/a,b --flags=1,2", GPUProcess(gpu: "GPU-1", pid: 7, name: "a,b", memory: 12)),
        ("MIG-2f, 7, 12, /app/.dcc/venv/bin/python", GPUProcess(gpu: "MIG-2f", pid: 7, name: "python", memory: 12)),
    ])
    func readsOneLineAProcess(_ line: String, _ process: GPUProcess) {
        #expect(ProcessQuery.read(line + "\n") == [process])
    }

    @Test(arguments: ["", "[Not Supported]", "GPU-1, [N/A], 1, x", "No running processes found"])
    func leavesOutWhatIsNoProcess(_ text: String) {
        #expect(ProcessQuery.read(text).isEmpty)
    }
}
