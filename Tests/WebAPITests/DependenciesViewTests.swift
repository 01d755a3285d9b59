import Model
import Testing

@testable import WebAPI

@Suite struct DependenciesViewTests {
    private struct Files: RepositoryFiles {
        let texts: [String: String]
        let isComplete = true

        func names(in folder: String) -> [String] { folder.isEmpty ? texts.keys.sorted() : [] }
        func content(of path: String) -> FileContent { texts[path].map { .file(Array($0.utf8)) } ?? .missing }
    }

    private func json(_ texts: [String: String]) -> String {
        JSONText.encode(
            DependenciesView(plan: DependencyPlan(of: Files(texts: texts), requirementsFile: .automatic)))
    }

    @Test func saysWhatIsInstalledAndWhatCannotBe() {
        let text = json(["requirements.txt": "--pre\nsix # old\npywin32==1\n", "packages.txt": "ffmpeg\nG++"])
        let problems = [
            #"{"code":"system_package_name","file":"packages.txt","fix":null,"line":2,"#
                + #""message":"Line 2 of packages.txt is no name of a Debian package: G++.","text":"G++"}"#,
            #"{"code":"windows_only","file":"requirements.txt","fix":{"extra":[],"skip":["pywin32==1"]},"line":3,"#
                + #""message":"pywin32 is for Windows only.","text":"pywin32==1"}"#,
        ]
        #expect(
            text == #"{"dockerfile":false,"files":["requirements.txt"],"is_python":true,"#
                + #""notes":["Found requirements.txt: 2 dependencies."],"problems":[\#(problems.joined(separator: ","))],"#
                + #""python":null,"requirements":{"count":2,"lines":["six","pywin32==1"]},"source":"requirements.txt","#
                + #""system_packages":["ffmpeg"]}"#)
    }

    @Test func aLongListIsCut() {
        let text = json(["requirements.txt": (1...300).map { "p\($0)\n" }.joined()])
        #expect(text.contains(#""count":300"#))
        #expect(text.contains(#""p200""#) && !text.contains(#""p201""#))
    }

    @Test func nothingIsNull() {
        let text = json(["package.json": "{}", "Dockerfile": ""])
        #expect(text.contains(#""source":null"#) && text.contains(#""is_python":false"#))
        #expect(text.contains(#""dockerfile":true"#))
    }
}
