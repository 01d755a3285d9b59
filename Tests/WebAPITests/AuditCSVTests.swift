import Foundation
import Ports
import Testing

@testable import WebAPI

@Suite struct AuditCSVTests {
    private static let anchor = AuditAnchor(sequence: 5, at: Date(timeIntervalSince1970: 1_800_000_000), hash: "beef")

    private func entry(_ sequence: Int64) -> AuditEntry {
        AuditEntry(
            sequence: sequence, at: Date(timeIntervalSince1970: 1_800_000_060), actor: "alice", address: "192.0.2.1",
            action: "stop", app: "demo", outcome: .done, detail: "{}", request: nil, hash: "cafe")
    }

    private func lastRow(_ sequences: [Int64], _ anchor: AuditAnchor?) -> String? {
        AuditCSV.text(sequences.map(entry), anchor: anchor).split(separator: "\r\n").last.map(String.init)
    }

    @Test func endsWithWhatTheOldestEntryFollowsFrom() {
        #expect(
            lastRow([7, 6], Self.anchor) == """
                "5","2027-01-15T08:00:00Z","system","","retention","","done","{""removed"":5}","beef",""
                """)
    }

    /// A page, a selection, or a log of which nothing was removed.
    @Test(arguments: [([8, 7], anchor), ([6, 5], nil), ([], anchor)] as [([Int64], AuditAnchor?)])
    func namesNoAnchorWhereTheEntriesDoNotReachBackToIt(_ sequences: [Int64], _ anchor: AuditAnchor?) {
        #expect(lastRow(sequences, anchor)?.contains("retention") == false)
    }

    @Test func theListSaysWhatWasRemoved() throws {
        let json = String(decoding: try JSONEncoder().encode(RemovedAuditEntriesView(Self.anchor)), as: UTF8.self)
        #expect(json.contains(#""count":5"#) && json.contains(#""hash":"beef""#) && json.contains(#""until""#))
    }
}
