import Testing

@testable import ResticBackup

@Suite struct SnapshotEntryTests {
    @Test(arguments: [(3500, true), (3501, false)])
    func aPathThatARestoreCouldNotWriteIsNoPlainName(_ length: Int, _ isPlain: Bool) {
        let folder = "/opt/dockerstore/demo/"
        let path = folder + String(repeating: "f", count: length - folder.count)
        #expect(SnapshotEntry(path: path, type: "file", mode: 0o644).hasPlainName == isPlain)
    }
}
