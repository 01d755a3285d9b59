import Model
import Foundation
import Testing

@Suite struct CommitInfoTests {
    @Test func isSafeToShow() {
        let long = String(repeating: "x", count: 300)
        let info = CommitInfo(subject: "\u{1b}[31mRed \u{202e}\nbody", author: long, secondsSince1970: .max)
        #expect(info.subject == "Red \\u202E")
        #expect(info.author.count == 200 && info.author.hasSuffix("…"))
        #expect(info.date.timeIntervalSince1970 == 253_402_300_799)
        #expect(CommitInfo(subject: "", author: "", secondsSince1970: -1).date.timeIntervalSince1970 == 0)
    }
}
