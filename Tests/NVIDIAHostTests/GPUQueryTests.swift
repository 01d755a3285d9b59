import Model
import Platform
import Testing

@testable import NVIDIAHost

@Suite struct GPUQueryTests {
    @Test func readsOneLineACard() throws {
        let answer = try GPUQuery.read(
            """
            GPU-1, 0, NVIDIA H200, 143771, 4, 00000000:01:00.0, 97, 71, 281.40, 550.54.15, 9.0, Disabled
            GPU-2, 1, NVIDIA H200, 143771, 0, 00000000:02:00.0, 0, 38, 61.02, 550.54.15, 9.0, Disabled

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
        let line = "GPU-1, 0, NVIDIA GB10" + String(repeating: ", \(word)", count: 9)
        #expect(
            try GPUQuery.read(line)
                == .init(gpus: [GPU(uuid: "GPU-1", index: 0, name: "NVIDIA GB10", totalMemory: 0, usedMemory: 0)]))
    }

    @Test func aNameMayHoldCommas() throws {
        let line = "GPU-1, 0, Card, of a kind, 10, 1, 00000000:01:00.0, 0, 30, 9.5, 570.1, 8.6, [N/A]"
        #expect(try GPUQuery.read(line).gpus.map(\.name) == ["Card, of a kind"])
    }

    @Test(arguments: [
        "Unable to determine the device handle for GPU0000:02:00.0: GPU is lost.  Reboot the system to recover this GPU",
        "[GPU is lost], [GPU is lost], [GPU is lost], [GPU is lost], 1, 1, 1, 1, 1, 1, 1, 1",
    ])
    func aLostCardLeavesTheOthers(_ line: String) throws {
        let answer = try GPUQuery.read("GPU-1, 0, n, 10, 1, 00000000:01:00.0, 0, 30, 9.5, 570.1, 8.6, [N/A]\n\(line)\n")
        #expect(answer.gpus.map(\.uuid) == ["GPU-1"])
        #expect(answer.lost == 1)
    }

    @Test func withoutTheComputeCapabilityAllElseIsRead() throws {
        let line = "GPU-1, 0, NVIDIA Tesla K80, 11441, 4, 00000000:01:00.0, 97, 71, 281.40, 470.256.02, [N/A]"
        let fields = GPUQuery.fields.filter { $0 != "compute_cap" }
        let answer = try GPUQuery.read(line, fields: fields)
        #expect(answer.gpus.map(\.name) == ["NVIDIA Tesla K80"] && answer.gpus.map(\.capability) == [nil])
        #expect(answer.driver == "470.256.02")
    }

    @Test(arguments: [
        ("Field \"compute_cap\" is not a valid field to query.", ["compute_cap"]),
        ("Field \"mig.mode.current\" is not a valid field to query.", ["mig.mode.current"]),
        ("One field is not a valid field to query.", ["compute_cap", "mig.mode.current"]),
    ])
    func asksAgainWithoutWhatAToolDoesNotKnow(_ words: String, _ refused: [String]) {
        let rest = GPUQuery.fields(besidesThoseRefusedIn: words, of: GPUQuery.fields)
        #expect(rest == GPUQuery.fields.filter { !refused.contains($0) })
    }

    @Test(arguments: ["Field \"uuid\" is not a valid field to query.", "GPU-1, 0, n"])
    func asksNoSecondTimeForNothing(_ words: String) {
        let old = GPUQuery.fields.filter { !["compute_cap", "mig.mode.current"].contains($0) }
        #expect(GPUQuery.fields(besidesThoseRefusedIn: words, of: old) == nil)
    }

    @Test(arguments: [
        "WARNING: infoROM is corrupted at gpu 0000:B3:00.0", "hello, world", "GPU-2, x, n, 1, 1, b, 1, 1, 1, d, 8.6, 1",
        "Warning: persistence mode is disabled on device 00000000:05:00.0. See the Known Issues section.",
    ])
    func aStrangeLineHidesNoCard(_ line: String) throws {
        let row = "GPU-1, 0, n, 10, 1, 00000000:01:00.0, 0, 30, 9.5, 570.1, 8.6, [N/A]"
        for text in ["\(line)\n\(row)\n", "\(row)\n\(line)\n"] {
            let answer = try GPUQuery.read(text)
            #expect(answer.gpus.map(\.uuid) == ["GPU-1"] && answer.lost == 0)
            #expect(answer.warnings == [line.hasSuffix(".") ? String(line.dropLast()) : line])
        }
    }

    @Test func aNameIsShownWithoutItsControlCharacters() throws {
        let line = "GPU-1, 0, A\u{1b}[31m red\u{7} card, 10, 1, b, 0, 30, 9.5, 570.1, 8.6, [N/A]"
        #expect(try GPUQuery.read(line).gpus.map(\.name) == ["A red\\u0007 card"])
    }

    @Test(arguments: [
        ("[N/A]", 121_000, 6000, true), ("[Not Supported]", 121_000, 6000, true), ("[Unknown Error]", 0, 0, false),
    ])
    func aCardWithoutMemoryOfItsOwnHasTheHosts(_ word: String, _ total: Int, _ used: Int, _ isUnified: Bool) throws {
        let host = HostMemory("MemTotal: \(121_000 << 10) kB\nMemAvailable: \(115_000 << 10) kB\n")
        // As printed on a DGX Spark.
        let line = "GPU-1, 0, NVIDIA GB10, \(word), \(word), 0000000F:01:00.0, 0, 35, 11.17, 580.95.05, 12.1, [N/A]"
        let gpu = try #require(try GPUQuery.read(line, host: host).gpus.first)
        #expect((gpu.totalMemory, gpu.usedMemory, gpu.hasUnifiedMemory) == (total, used, isUnified))
    }

    @Test func aCardInMIGModeIsToldApart() throws {
        let row = ", NVIDIA A100-SXM4-80GB, 81920, 87, 00000000:07:00.0, [N/A], 33, 62.5, 535.216.01, 8.0, "
        let answer = try GPUQuery.read("GPU-1, 0\(row)Enabled\nGPU-2, 1\(row)Disabled\n")
        #expect(answer.split == ["GPU-1"])
    }

    @Test(arguments: [
        "GPU-1, x, n, 1, 1, b, 1, 1, 1, d, 8.6, [N/A]", "1, 2, 3", "0, 0, n, 1, 1, b, 1, 1, 1, d, 8.6, [N/A]", "hello",
        "GPU-1, 0, n, 1, 1, b, 1, 1, 1, d, 8.6",
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
