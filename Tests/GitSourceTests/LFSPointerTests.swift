import Testing

@testable import GitSource

@Suite struct LFSPointerTests {
    private static let oid = String(repeating: "4d7a2146", count: 8)
    private static let pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:\(oid)\nsize 48605698\n"

    @Test func isWhatGitLFSWrites() throws {
        let pointer = try #require(LFSPointer(Self.pointer.utf8))
        #expect(pointer.oid == Self.oid && pointer.size == 48_605_698)
        #expect(LFSPointer(Self.pointer.replacing("48605698", with: "1").utf8)?.size == 1)
    }

    @Test(arguments: [
        "", "version https://git-lfs.github.com/spec/v1\n", String(pointer.dropLast()), pointer + "\n",
        pointer.replacing("\n", with: "\r\n"), pointer.replacing("spec/v1", with: "spec/v2"),
        pointer.replacing("size", with: "ext-0-foo sha256:\(oid)\nsize"), pointer.replacing("sha256", with: "sha512"),
        pointer.replacing("4d", with: "4D"), pointer.replacing("48605698", with: "-8605698"),
        pointer.replacing("48605698", with: "99999999999999999999"), " " + pointer,
    ])
    func isNothingElse(_ text: String) {
        #expect(LFSPointer(text.utf8) == nil)
    }

    @Test(arguments: [
        ("*.bin filter=lfs diff=lfs merge=lfs -text\n", true), ("a\n*.bin\tfilter=lfs\n", true), ("", false),
        ("# *.bin filter=lfs\n", false), ("*.bin filter=lfsx\n", false), ("*.lfs text\n", false),
    ])
    func attributesTellWhetherItIsUsed(_ attributes: String, _ used: Bool) {
        #expect(LFSPointer.isUsed(by: attributes.utf8) == used)
    }

    @Test func theAPIIsNextToTheRepository() {
        let address = "https://git.example.org/team/app.git/info/lfs/objects/batch"
        #expect(LFSBatch.address(of: "https://git.example.org/team/app") == address)
        #expect(LFSBatch.address(of: "https://git.example.org/team/app.git") == address)
    }

    @Test func headersThatChangeTheRequestAreLeftOut() {
        let header = [
            "Authorization": "RemoteAuth x", "Host": "evil", "X-A": "a\r\nb: c", "X B": "c", "Content-Length": "1",
            "": "x",
        ]
        #expect(LFSBatch.lines(header) == ["Authorization: RemoteAuth x"])
    }
}
