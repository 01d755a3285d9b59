import Model
@testable import Operations
import Testing

@Suite struct HostLoadTests {
    private func stat(_ user: Int, _ idle: Int) -> String {
        """
        cpu  \(user) 0 0 \(idle) 0 0 0 0 0 0
        cpu0 1 1 1 1 1 1 1 1 0 0
        cpu1 1 1 1 1 1 1 1 1 0 0
        intr 5
        """
    }

    @Test func theLoadIsWhatWasUsedSinceTheLookBefore() {
        let sampler = HostLoadSampler(folder: "/")
        #expect(sampler.cpu(stat(100, 900)) == .init(cores: 2, usedPercent: nil))
        #expect(sampler.cpu(stat(175, 925)) == .init(cores: 2, usedPercent: 75))
        #expect(sampler.cpu(stat(175, 1025)) == .init(cores: 2, usedPercent: 0))
        #expect(sampler.cpu(stat(175, 1025)) == .init(cores: 2, usedPercent: nil))
    }

    @Test func usedMemoryIsWhatCannotBeHad() {
        let text = "MemTotal:       24000000 kB\nMemFree:          100000 kB\nMemAvailable:   20000000 kB\n"
        let memory = HostLoadSampler.memory(text)
        #expect(memory?.totalBytes == 24_000_000 << 10)
        #expect(memory.map { (3_900_000 << 10...4_000_000 << 10).contains($0.usedBytes) } == true)
    }

    @Test(arguments: ["", "cpu 1 2", "nonsense"]) func whatCannotBeReadIsUnknown(_ text: String) {
        #expect(HostLoadSampler(folder: "/").cpu(text) == nil)
        #expect(HostLoadSampler.memory(text) == nil)
    }

    @Test func thisMachineHasALoad() {
        let load = HostLoadSampler(folder: "/").sample()
        #expect(load.cpu.map { $0.cores > 0 } == true && load.memory.map { $0.usedBytes > 0 } == true)
        #expect(load.disk.map { $0.totalBytes > $0.freeBytes } == true)
        #expect(HostLoadSampler(folder: "/no/such/folder").sample().disk == nil)
    }
}
