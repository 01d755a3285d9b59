@testable import Model
import Testing

@Suite struct ContainerCgroupTests {
    private static let first = String(repeating: "a1", count: 32)
    private static let second = String(repeating: "b2", count: 32)

    @Test(arguments: [
        ("0::/system.slice/docker-\(first).scope\n", [first]),
        ("0::/docker/\(first)\n", [first]),
        ("0::/user.slice/user-1000.slice/user@1000.service/app.slice/docker-\(first).scope/init\n", [first]),
        ("12:memory:/docker/\(first)\n11:cpu,cpuacct:/docker/\(first)\n0::/\n", [first]),
        ("1:name=systemd:/system.slice/docker-\(first).scope\n", [first]),
        ("0::/docker/\(first)/docker/\(second)\n", [first, second]),
        ("0::/kubepods.slice/kubepods-pod7_1.slice/cri-containerd-\(first).scope\n", [first]),
        ("0::/machine.slice/libpod-\(first).scope/container\n", [first]),
        ("9:name=systemd:/docker/\(first):odd\n", [first]),
    ])
    func namesTheContainersAroundAProcess(_ text: String, _ ids: [String]) {
        #expect(ContainerCgroup.containers(in: text).map(\.rawValue) == ids)
    }

    @Test(arguments: [
        "", "0::/\n", "0::/init.scope\n", "0::/../../session-3.scope\n",
        "4:memory:/process_api/9cf7c9c6019c634a93ab130cc2c736d7\n", "0::/docker/\(first)a\n",
        "0::/docker/\(first.uppercased())\n",
    ])
    func aProcessOutsideIsInNone(_ text: String) {
        #expect(ContainerCgroup.containers(in: text).isEmpty)
    }
}
