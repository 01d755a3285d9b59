import Model
import Testing

@testable import ResticBackup

@Suite struct UnreadFileTests {
    private func line(_ error: String, _ item: String = "/none/a", during: String = "archival") -> String {
        #"{"message_type":"error","error":\#(error),"during":"\#(during)","item":"\#(item)"}"#
    }

    @Test(
        "Output of restic 0.14 and later versions",
        arguments: [
            #"{"Op":"open","Path":"/none/a","Err":13}"#, #"{"Op":"read","Path":"/none/a","Err":5}"#,
            #"{"message":"open /none/a: permission denied"}"#,
        ])
    func whatCannotBeReadIsNamed(_ error: String) throws {
        #expect(try UnreadFile.read(line(error))?.item == "/none/a")
    }

    @Test(arguments: [
        #"{"Op":"lstat","Path":"/none/a","Err":2}"#, #"{"message":"lstat /none/a: no such file or directory"}"#, "{}",
    ])
    func whatWentAwayMeanwhileIsNoTrouble(_ error: String) throws {
        #expect(try UnreadFile.read(line(error)) == nil)
    }

    @Test func withoutAReasonWhatIsThereIsNamed() throws {
        #expect(try UnreadFile.read(line("{}", "/etc/passwd"))?.item == "/etc/passwd")
        #expect(try UnreadFile.read(line("{}", "/none/\u{FFFD}")) != nil)
        #expect(try UnreadFile.read(line("{}", "/etc/passwd", during: "scan")) == nil)
    }

    @Test func aLineThatNamesNothingEndsTheBackup() {
        #expect(throws: BackupFailure.self) { try UnreadFile.read(#"{"message_type":"error"}"#) }
    }

    @Test func manyAreCounted() {
        var many = LeftOut()
        for number in 1...25 { many.add("/none/\(number)") }
        var all = LeftOut()
        all.add("/none/first")
        all.add(many)
        #expect((many.lines.count, many.lines.last) == (21, "5 more"))
        #expect((all.lines.count, all.lines.first, all.lines.last) == (21, #""/none/first""#, "6 more"))
    }
}
