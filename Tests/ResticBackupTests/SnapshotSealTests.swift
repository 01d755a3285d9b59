import Testing

@testable import ResticBackup

@Suite struct SnapshotSealTests {
    private let password = Array("a password".utf8)

    private func snapshot(_ tree: String, _ time: String, tags: [String]? = nil) -> Snapshot {
        Snapshot(id: "aaaaaaaa11", time: time, tree: tree, paths: [], tags: tags)
    }

    @Test func itFitsItsOwnTreeTimeAndPasswordAlone() {
        let tag = SnapshotSeal.tag(for: snapshot("aa", "then"), password: password)
        #expect(SnapshotSeal.isRight(on: snapshot("aa", "then", tags: ["dcc", tag]), password: password))
        #expect(!SnapshotSeal.isRight(on: snapshot("ab", "then", tags: [tag]), password: password))
        #expect(!SnapshotSeal.isRight(on: snapshot("aa", "now", tags: [tag]), password: password))
        #expect(!SnapshotSeal.isRight(on: snapshot("aa", "then", tags: [tag]), password: Array("another".utf8)))
        #expect(!SnapshotSeal.isRight(on: snapshot("aa", "then", tags: ["sealed-", "dcc"]), password: password))
        #expect(!SnapshotSeal.isRight(on: snapshot("aa", "then"), password: password))
    }
}
