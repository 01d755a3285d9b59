@testable import Model
import Foundation
import Testing

@Suite struct DecodedTextTests {
    @Test(
        arguments: [
            ("UTF-8", Array("für\n".utf8), "für\n", nil),
            ("UTF-8 with a mark", [0xEF, 0xBB, 0xBF] + Array("für".utf8), "für", nil),
            ("UTF-16 of Windows", [0xFF, 0xFE, 0x61, 0, 0xFC, 0], "aü", "UTF-16"),
            ("big-endian UTF-16", [0xFE, 0xFF, 0, 0x61], "a", "UTF-16"),
            ("UTF-16 without a mark", [0x61, 0, 0x62, 0, 0x0A, 0], "ab\n", "UTF-16"),
            ("UTF-32", [0xFF, 0xFE, 0, 0, 0x61, 0, 0, 0], "a", "UTF-32"),
            ("Windows-1252", [0x23, 0x80, 0xFC], "#€ü", "Windows-1252"),
            (
                "an encoding in a comment", Array("# -*- coding: koi8-r -*-\n#".utf8) + [0xC1],
                "# -*- coding: koi8-r -*-\n#Á", "koi8-r"
            ),
            ("nothing", [], "", nil),
        ] as [(String, [UInt8], String, String?)])
    func readsWhatPipReads(_ name: String, _ bytes: [UInt8], _ text: String, _ encoding: String?) throws {
        let decoded = try #require(DecodedText(bytes))
        #expect((decoded.text, decoded.encoding) == (text, encoding))
    }

    @Test(
        arguments: [
            ("a picture", [0x89, 0x50, 0x4E, 0x47, 0, 0, 0, 0x0D, 0x49]), ("half a pair", [0xFF, 0xFE, 0, 0xD8]),
            ("no scalar", [0xFF, 0xFE, 0, 0, 0, 0, 0x11, 0x11]), ("a zero", [0x61, 0, 0x62]),
        ] as [(String, [UInt8])])
    func refuses(_ name: String, _ bytes: [UInt8]) {
        #expect(DecodedText(bytes) == nil)
    }
}

@Suite(.timeLimit(.minutes(5))) struct TOMLReaderTests {
    @Test(
        arguments: [
            (#"a = "x\ty\"\u00e9""#, "x\ty\"é"), (#"a = 'C:\x'"#, #"C:\x"#),
            ("a = \"\"\"\none\\\n   two\"\"\"", "onetwo"),
            ("a = '''\r\n'x'\n'''", "'x'\n"), ("\"a\" = \"\"\"x\"\"\"\"\" # rest", "x\"\""), ("a = ''", ""),
        ])
    func readsStrings(_ text: String, _ value: String) throws {
        #expect(try TOMLReader.read(text).string("a") == value)
    }

    @Test func readsTablesOfAllKinds() throws {
        let table = try TOMLReader.read(
            """
            # comment
            title = "x"   # another
            list = [ "a", # one
              'b',
            ]
            date = 1979-05-27 07:32:00
            [a.b]
            c.d = true
            "e f" = { g = [1, 2.5], h = {} }
            [[p]]
            n = "first"
            [p.sub]
            x = -1
            [[p]]
            n = "second"
            """)
        #expect(table.strings("list") == ["a", "b"])
        #expect(table["date"]?.content == .other("1979-05-27 07:32:00"))
        #expect(table["a"]?.table?["b"]?.table?["c"]?.table?["d"]?.boolean == true)
        #expect(table[["a", "b", "e f", "g"]]?.array?.count == 2)
        #expect(table.tables("p").map { $0.string("n") } == ["first", "second"])
        #expect(table.tables("p").first?[["sub", "x"]]?.content == .other("-1"))
        #expect(table["list"]?.array?.map(\.line) == [3, 4])
    }

    @Test(
        arguments: [
            ("a = \"x", 1), ("a = \"\"\"x\n\n", 3), ("a = [1,\n2", 2), ("a = {b = 1", 1), ("\na = 1\na = 2", 3),
            ("[a]\n[a]", 2),
            ("a = 1\n[a]", 2), ("a = 1\na.b = 2", 2), ("[a", 1), ("[[a]", 1), ("= 1", 1), ("a 1", 1), ("a = ", 1),
            ("a = x", 1),
            ("a = 1 b = 2", 1), ("a = \"\\q\"", 1), ("a = \"\\ud800\"", 1), ("[a]\n[[a]]", 2), ("a = [1 2]", 1),
        ])
    func namesTheLineOfAMistake(_ text: String, _ line: Int) {
        do {
            _ = try TOMLReader.read(text)
            Issue.record("\(text) was accepted")
        } catch {
            #expect(error.line == line)
        }
    }

    @Test(
        arguments: [
            "a = " + String(repeating: "[", count: 100_000), "a = " + String(repeating: "{a=", count: 100_000),
            String(repeating: "a.", count: 100_000) + "b = 1", "[" + String(repeating: "a.", count: 100_000) + "b]",
            String(repeating: "a", count: 9 << 20),
        ])
    func refusesWhatIsTooDeepOrTooLarge(_ text: String) {
        #expect(throws: FormatError.self) { try TOMLReader.read(text) }
    }

    @Test func manyTablesTakeNoLongerThanTheirLengthSays() throws {
        let text = (0..<50_000).map { "[[package]]\nname = \"p\($0)\"\n" }.joined()
        #expect(try TOMLReader.read(text).tables("package").count == 50_000)
    }
}

@Suite(.timeLimit(.minutes(5))) struct YAMLReaderTests {
    @Test func readsAnEnvironment() throws {
        let value = try YAMLReader.read(
            """
            ---
            name: "x y"   # comment
            channels: [conda-forge, 'defaults']
            dependencies:
            - python=3.11
            - conda-forge::numpy  # comment
            - pip:
              - -r requirements.txt
              - "a[b]>=1 # no comment"
              - git+https://example.org/x#egg=x
            prefix: /home/x
            """)
        #expect(value["name"]?.text == "x y")
        #expect(value["channels"]?.list?.map(\.text) == ["conda-forge", "defaults"])
        let entries = try #require(value["dependencies"]?.list)
        #expect(entries.prefix(2).map(\.text) == ["python=3.11", "conda-forge::numpy"])
        #expect(
            entries[2]["pip"]?.list?.map(\.text)
                == ["-r requirements.txt", "a[b]>=1 # no comment", "git+https://example.org/x#egg=x"])
        #expect(entries[1] == .scalar("conda-forge::numpy", line: 6))
        #expect(value["prefix"]?.text == "/home/x")
    }

    @Test(
        arguments: [
            ("a:\n    - b: 1\n      c: 2\n    -\n      d", "2"), ("a: 1\na: 2", nil), ("a:\n- c: 2", "2"), ("", nil),
            ("a:\n  -  b: 1\n     c: '2'", "2"),
        ])
    func readsNestedLists(_ text: String, _ c: String?) throws {
        #expect(try YAMLReader.read(text)["a"]?.list?.first?["c"]?.text == c)
    }

    @Test func ofTwoEqualNamesTheLastCounts() throws {
        #expect(try YAMLReader.read("sdk: a\nsdk: b")["sdk"]?.text == "b")
        #expect(try YAMLReader.read("t: |\n  x\n  y\nsdk: b")["sdk"]?.text == "b")
    }

    @Test(
        arguments: [
            "a: 1\n\tb: 2", "a: 1\n  b: 2", String(repeating: "- ", count: 50_000) + "x",
            (0..<200).map { String(repeating: " ", count: $0) + "a:" }.joined(separator: "\n"),
            String(repeating: "a: 1\n", count: 30_000),
        ])
    func refusesWhatDoesNotFit(_ text: String) {
        #expect(throws: FormatError.self) { try YAMLReader.read(text) }
    }
}
