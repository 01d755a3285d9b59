@testable import Configuration
import Testing

@Suite struct NearestNameTests {
    private let names = ["quotas.apps", "quotas.gpus", "disk.floorGiB", "provisioning.clones", "ports.first"]

    @Test(arguments: [
        ("quota.apps", "quotas.apps"), ("Quotas.Apps", "quotas.apps"), ("quotas.gpu", "quotas.gpus"),
        ("disk.floorGib", "disk.floorGiB"), ("limits.clones", "provisioning.clones"), ("ports.frist", "ports.first"),
        ("quotas.memory", nil), ("x", nil), ("", nil),
    ])
    func findsWhatWasMeant(name: String, found: String?) {
        #expect(NearestName.of(name, in: names, separator: ".") == found)
    }
}
