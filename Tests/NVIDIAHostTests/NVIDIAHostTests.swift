import Model
import ShellScripts
import Foundation
import Testing

@testable import NVIDIAHost
@testable import Processes

/// Uses scripts in place of nvidia-smi, run as real processes.
@Suite(.timeLimit(.minutes(1))) struct NVIDIAHostTests {
    private static let oneCard = "echo 'GPU-1, 0, card, 10, 1, 00000000:01:00.0, 0, 30, 9.5, 550.54.15, 8.9, [N/A]'"

    /// - Parameter patience: the default suffices for a busy machine to start a program.
    private func tool(_ script: String, patience: Duration = .seconds(50)) throws -> NVIDIAHost {
        let path = NSTemporaryDirectory() + "stand-in-nvidia-smi-" + UUID().uuidString
        try ShellScript(script).install(at: path)
        return NVIDIAHost(tool: path, patience: patience)
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
        #expect(try await tool(Self.oneCard).read().gpus.map(\.uuid) == ["GPU-1"])
    }

    @Test func itsProcessesAndItsDriverAreSeen() async throws {
        let reading = try await tool(
            """
            case "$1" in --query-compute-apps=*) echo 'GPU-1, 77, 12, python3'; exit 0 ;; esac
            \(Self.oneCard)
            """
        ).read()
        #expect(reading.processes == [GPUProcess(gpu: "GPU-1", pid: 77, name: "python3", memory: 12)])
        #expect(reading.driver == "550.54.15")
    }

    @Test(arguments: ["echo", "echo >&2"])
    func anOlderToolIsAskedWithoutTheComputeCapability(_ echo: String) async throws {
        let reading = try await tool(
            """
            case "$1" in
            *compute_cap*) \(echo) 'Field "compute_cap" is not a valid field to query.'; exit 2 ;;
            --query-gpu=*) echo 'GPU-1, 0, card, 10, 1, 00000000:01:00.0, 0, 30, 9.5, 470.256.02, [N/A]' ;;
            esac
            """
        ).read()
        #expect(reading.gpus.map(\.uuid) == ["GPU-1"] && reading.gpus.map(\.capability) == [nil])
        #expect(reading.driver == "470.256.02")
    }

    @Test func aCardInMIGModeIsReplacedByItsInstances() async throws {
        let reading = try await tool(
            """
            case "$1" in
            --query-gpu=*) echo 'GPU-1, 0, NVIDIA A100, 81920, 9, 00000000:07:00.0, [N/A], 33, 60, 535.216.01, 8.0, Enabled' ;;
            --query-compute-apps=*) echo 'GPU-1, 77, 12, python3' ;;
            -L)
                echo 'GPU 0: NVIDIA A100 (UUID: GPU-1)'
                echo '  MIG 1g.10gb     Device  0: (UUID: MIG-feb88891-0321-5fef-9c87-d4af3b54259e)'
                ;;
            esac
            """
        ).read()
        #expect(reading.gpus.map(\.uuid) == ["MIG-feb88891-0321-5fef-9c87-d4af3b54259e"])
        #expect(reading.gpus.map(\.label) == ["0:0"] && reading.gpus.map(\.totalMemory) == [10 << 10])
        #expect(reading.processes.isEmpty && reading.split == ["GPU-1"] && reading.driver == "535.216.01")
    }

    @Test func aWarningAmongTheRowsIsToldBesideThem() async throws {
        let warning = "WARNING: infoROM is corrupted at gpu 0000:01:00.0"
        let reading = try await tool("echo '\(warning)'; \(Self.oneCard); exit 14").read()
        #expect(reading.gpus.map(\.uuid) == ["GPU-1"] && reading.warnings == [warning])
    }

    @Test func aFailureOfSeveralLinesIsOneSentence() async throws {
        let host = try tool("printf 'NVIDIA-SMI has failed.\\nMake sure that the driver runs.\\n\\n'; exit 9")
        await #expect {
            try await host.read()
        } throws: { error in
            (error as? StepFailure)?.message.hasSuffix(
                " failed: NVIDIA-SMI has failed. Make sure that the driver runs.") == true
        }
    }

    @Test func aCardWithoutAListOfProcessesIsSeen() async throws {
        let script = "case $1 in --query-compute-apps=*) echo '[Not Supported]'; exit 3 ;; esac\n\(Self.oneCard)"
        #expect(try await tool(script).read().gpus.count == 1)
    }

    @Test(arguments: ["", "echo Unable to determine the device handle for GPU 0000:02:00.0: Unknown Error"])
    func aToolThatFailsForOneCardShowsTheOthers(_ line: String) async throws {
        #expect(try await tool("\(Self.oneCard)\n\(line)\nexit 15").read().gpus.map(\.uuid) == ["GPU-1"])
    }

    @Test func aDriverWithoutCardsIsNoFailure() async throws {
        #expect(try await tool("echo No devices were found; exit 6").read().gpus.isEmpty)
    }

    @Test func aToolThatFailsIsNamed() async throws {
        #expect(await failure(try tool("echo something broke; exit 9")) == "gpu_tool_failed")
    }

    @Test func aDriverThatDoesNotFitItsLibrariesIsNamed() async throws {
        let words = "Failed to initialize NVML: Driver/library version mismatch"
        #expect(await failure(try tool("echo '\(words)'; exit 18")) == "gpu_driver_mismatch")
    }

    @Test func aToolThatHangsIsGivenUp() async throws {
        #expect(await failure(try tool("exec sleep 600", patience: .milliseconds(500))) == "gpu_tool_hangs")
    }

    @Test func aToolThatTheKernelHoldsIsNotRunAgain() async throws {
        let host = try tool(Self.oneCard)
        host.leftBehind.add()
        #expect(await failure(host) == "gpu_tool_hangs")
        host.leftBehind.remove()
        #expect(try await host.read().gpus.count == 1)
    }
}
