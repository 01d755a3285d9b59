@testable import Configuration
import Foundation
import Testing

@Suite struct KeyTableTests {
    @Test func theREADMEHasTheTable() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let readme = try String(contentsOf: root.appending(path: "README.md"), encoding: .utf8)
        let section = try #require(readme.range(of: "\n### Configuration\n"))
        let lines = readme[section.upperBound...].split(separator: "\n", omittingEmptySubsequences: false)
        let table = lines.drop { !$0.hasPrefix("|") }.prefix { $0.hasPrefix("|") }.joined(separator: "\n")
        #expect(table == KeyTable.markdown, "Replace the table by what `dcc configuration --markdown` prints.")
    }

    @Test func theManualHasEachKeyWithoutMarkdown() {
        let manual = KeyTable.manual
        for key in ConfigurationKeys.table {
            #expect(manual.contains(".B \(key.name.replacing("-", with: "\\-"))\n"))
        }
        #expect(!manual.contains("`") && !manual.contains("]("))
        #expect(manual.contains("Default: \\fBprovisioning.concurrency\\fR."))
    }
}
