@testable import Model
import Testing

@Suite struct XidTests {
    @Test(
        arguments: [
            ("NVRM: Xid (PCI:0000:01:00): 79, pid=1234, name=python3, GPU has fallen off the bus.", 79, 1234),
            ("6,1201,5201,-;NVRM: Xid (PCI:0000:01:00): 79, GPU has fallen off the bus.", 79, nil),
            ("NVRM: Xid (PCI:0000:01:00): 63, pid='<unknown>', name=<unknown>, Row Remapper: New row marked", 63, nil),
            ("NVRM: Xid (PCI:0000:01:00): 31, pid='77', name=python, Ch 00000008, intr 00000000.", 31, 77),
            ("[ 4909.922970] NVRM: Xid (0000:01:00): 13, 0005 00000000 0000502d 00000104", 13, nil),
            ("NVRM: Xid (PCI:0000:01:00 GPU-I:05): 94, Contained: CE User Channel (0x9).", 94, nil),
        ] as [(String, Int, Int32?)])
    func readsTheDriversLine(_ line: String, _ code: Int, _ pid: Int32?) {
        let xid = Xid(kernelLine: line)
        #expect(xid?.code == code)
        #expect(xid?.pid == pid)
        #expect(xid?.address == PCIAddress("00000000:01:00.0"))
    }

    @Test(arguments: [
        "", "usb 1-1: new device", "NVRM: Xid", "NVRM: Xid (PCI:0000:01:00)", "NVRM: Xid (PCI:x): 79",
        "NVRM: Xid (PCI:0000:01:00): x", "NVRM: GPU at PCI:0000:01:00: GPU-bc0fa0b9", "NVRM: Xid (): 79",
    ])
    func leavesOtherLines(_ line: String) {
        #expect(Xid(kernelLine: line) == nil)
    }

    @Test(arguments: [13, 31, 43, 45])
    func theseAreTheAppsOwn(_ code: Int) {
        #expect(XidMeaning.of(code)?.isOfTheApp == true)
    }

    @Test(arguments: [48, 63, 64, 74, 79, 92, 94, 95, 119, 120, 999])
    func theseAreTheCards(_ code: Int) {
        #expect(XidMeaning.of(code)?.isOfTheApp == false)
    }

    @Test(arguments: ["0000:c1:00", "PCI:0000:C1:00", "00000000:C1:00.0", "0000:c1:00.0"])
    func aCardHasOneAddressHoweverItIsWritten(_ text: String) {
        #expect(PCIAddress(text) == PCIAddress("0:c1:0"))
    }
}
