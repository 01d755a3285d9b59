import Model
import Testing

@testable import NVIDIAHost

@Suite struct MIGTests {
    private static let cards = [
        GPU(uuid: "GPU-plain", index: 0, name: "NVIDIA A100", totalMemory: 81_920, usedMemory: 4),
        GPU(
            uuid: "GPU-split", index: 1, name: "NVIDIA A100", totalMemory: 81_920, usedMemory: 9,
            busID: "00000000:0F:00.0", temperature: 33, power: 62, capability: ComputeCapability(8, 0)),
    ]

    /// As printed by driver 535.
    private static let list = """
        GPU 0: NVIDIA A100 (UUID: GPU-plain)
        GPU 1: NVIDIA A100 (UUID: GPU-split)
          MIG 3g.40gb     Device  0: (UUID: MIG-a)
          MIG 1c.2g.20gb  Device  1: (UUID: MIG-b)
          MIG 1c.2g.20gb  Device  2: (UUID: MIG-c)
          MIG 1g.10gb+me  Device  3: (UUID: MIG-GPU-split/13/0)
        """

    private static func device(_ index: Int, _ gi: Int, _ ci: Int, total: Int, used: Int) -> String {
        """
        <mig_device>
            <index>\(index)</index>
            <gpu_instance_id>\(gi)</gpu_instance_id>
            <compute_instance_id>\(ci)</compute_instance_id>
            <fb_memory_usage>
                <total>\(total) MiB</total>
                <used>\(used) MiB</used>
            </fb_memory_usage>
        </mig_device>
        """
    }

    private static func process(_ gi: String, _ ci: String, _ pid: Int, _ memory: Int) -> String {
        """
        <process_info>
            <gpu_instance_id>\(gi)</gpu_instance_id>
            <compute_instance_id>\(ci)</compute_instance_id>
            <pid>\(pid)</pid>
            <type>C</type>
            <process_name>/app/.dcc/venv/bin/python app.py</process_name>
            <used_memory>\(memory) MiB</used_memory>
        </process_info>
        """
    }

    private static let details = """
        <?xml version="1.0" ?>
        <!DOCTYPE nvidia_smi_log SYSTEM "nvsmi_device_v12.dtd">
        <nvidia_smi_log>
        <driver_version>535.216.01</driver_version>
        <gpu id="00000000:07:00.0">
            <mig_devices>
                None
            </mig_devices>
            <uuid>GPU-plain</uuid>
            <processes>
            </processes>
        </gpu>
        <gpu id="00000000:0F:00.0">
            <mig_devices>
            \(device(0, 1, 0, total: 40_192, used: 4103))
            \(device(1, 5, 0, total: 19_968, used: 5000))
            \(device(2, 5, 1, total: 19_968, used: 5000))
            </mig_devices>
            <uuid>GPU-split</uuid>
            <fb_memory_usage>
                <total>81920 MiB</total>
                <used>9000 MiB</used>
            </fb_memory_usage>
            <processes>
            \(process("1", "0", 4711, 4096))
            \(process("5", "1", 4712, 4990))
            \(process("N/A", "N/A", 4713, 5))
            </processes>
        </gpu>
        </nvidia_smi_log>
        """

    private static let split: Set = ["GPU-split"]

    @Test func theInstancesAreTheCards() {
        let reading = MIGReading(of: Self.cards, split: Self.split, list: Self.list, details: Self.details)
        #expect(reading.gpus.map(\.uuid) == ["GPU-plain", "MIG-a", "MIG-b", "MIG-c", "MIG-GPU-split/13/0"])
        #expect(reading.gpus.map(\.label) == ["0", "1:0", "1:1", "1:2", "1:3"])
        #expect(reading.gpus[1].name == "NVIDIA A100 MIG 3g.40gb")
        #expect(reading.gpus[1].capability == ComputeCapability(8, 0) && reading.gpus[1].utilisation == nil)
        #expect(reading.warnings.isEmpty)
    }

    @Test func eachHasItsOwnMemoryAndProcesses() {
        let reading = MIGReading(of: Self.cards, split: Self.split, list: Self.list, details: Self.details)
        // Two compute instances share one GPU instance; the last is known by its profile only.
        #expect(reading.gpus.dropFirst().map(\.totalMemory) == [40_192, 9984, 9984, 10 << 10])
        #expect(reading.gpus.dropFirst().map(\.usedMemory) == [4103, 0, 4990, 0])
        #expect(
            reading.processes == [
                GPUProcess(gpu: "MIG-a", pid: 4711, name: "python", memory: 4096),
                GPUProcess(gpu: "MIG-c", pid: 4712, name: "python", memory: 4990),
            ])
    }

    @Test(arguments: [
        "", "Failed to initialize NVML", "</a>\n<>\n<",
        "<nvidia_smi_log>\n<gpu id=\"1\">\n<uuid>GPU-split</uuid>",
    ])
    func withoutDetailsTheProfilesTellTheSizes(_ details: String) {
        let reading = MIGReading(of: Self.cards, split: Self.split, list: Self.list, details: details)
        #expect(reading.gpus.dropFirst().map(\.totalMemory) == [40 << 10, 20 << 10, 20 << 10, 10 << 10])
    }

    @Test func aSplitCardWithoutInstancesIsNotOffered() {
        let reading = MIGReading(of: Self.cards, split: Self.split, list: "GPU 1: x (UUID: GPU-split)", details: "")
        #expect(reading.gpus.map(\.uuid) == ["GPU-plain"])
        #expect(reading.warnings == ["GPU 1 is in MIG mode and has no instance, so that no app can use it"])
    }
}
