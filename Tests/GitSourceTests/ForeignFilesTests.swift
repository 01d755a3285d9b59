import Foundation
import Glibc
import Model
import Testing

@testable import GitSource

/// What a checkout would overwrite or remove and did not itself write is moved aside.
@Suite(.serialized, .blocking, .timeLimit(.minutes(2))) struct ForeignFilesTests {
    typealias Files = [String: CheckoutHarness.Entry]

    struct Case: CustomTestStringConvertible {
        let testDescription: String
        let before: Files
        let after: Files
        /// What the app does in between.
        let change: @Sendable (CheckoutHarness) throws -> Void
        /// Contents of what is moved aside, by path.
        var kept: [String: String] = [:]
        /// Contents afterwards, by path; nil for what is not there.
        var found: [String: String?] = [:]
    }

    static let cases: [Case] = [
        Case(
            testDescription: "nothing was changed: nothing is kept", before: ["a": .file("1"), "d/b": .file("1")],
            after: ["a": .file("2")], change: { _ in }, found: ["a": "2", "d/b": nil]),
        Case(
            testDescription: "a changed file that the commit changes", before: ["a": .file("1")],
            after: ["a": .file("2")],
            change: { try $0.write("mine", to: "a") }, kept: ["a": "mine"], found: ["a": "2"]),
        Case(
            testDescription: "a changed file that the commit leaves", before: ["a": .file("1")],
            after: ["a": .file("1")],
            change: { try $0.write("mine", to: "a") }, kept: ["a": "mine"], found: ["a": "1"]),
        Case(
            testDescription: "a changed file that the commit removes", before: ["d/a": .file("1"), "b": .file("")],
            after: ["b": .file("")], change: { try $0.write("mine", to: "d/a") }, kept: ["d/a": "mine"],
            found: ["d/a": nil]),
        Case(
            testDescription: "a new file of the same content is no loss", before: [:], after: ["a": .file("same")],
            change: { try $0.write("same", to: "a") }, found: ["a": "same"]),
        Case(
            testDescription: "a new file where the commit has one", before: ["b": .file("")],
            after: ["b": .file(""), "a": .file("2")], change: { try $0.write("mine", to: "a") }, kept: ["a": "mine"],
            found: ["a": "2"]),
        Case(
            testDescription: "an ignored file", before: [".gitignore": .file("*.db\n")],
            after: [".gitignore": .file("*.db\n"), "a.db": .file("2")], change: { try $0.write("mine", to: "a.db") },
            kept: ["a.db": "mine"], found: ["a.db": "2"]),
        Case(
            testDescription: "a folder of outputs that the commit replaces by a link", before: ["app.py": .file("")],
            after: ["app.py": .file(""), "outputs": .link("elsewhere")],
            change: {
                try $0.write("one", to: "outputs/deep/1")
                try $0.write("two", to: "outputs/2")
            }, kept: ["outputs/deep/1": "one", "outputs/2": "two"]),
        Case(
            testDescription: "a folder of the commit and the app that becomes a file", before: ["d/a": .file("1")],
            after: ["d": .file("2")], change: { try $0.write("mine", to: "d/b") }, kept: ["d/b": "mine", "d/a": "1"],
            found: ["d": "2"]),
        Case(
            testDescription: "a folder of the commit alone that becomes a file", before: ["d/a": .file("1")],
            after: ["d": .file("2")], change: { _ in }, found: ["d": "2"]),
        Case(
            testDescription: "a file of the app where the commit has a folder", before: ["b": .file("")],
            after: ["b": .file(""), "d/a": .file("2")], change: { try $0.write("mine", to: "d") }, kept: ["d": "mine"],
            found: ["d/a": "2"]),
        Case(
            testDescription: "a link of the app in place of a folder", before: ["d/a": .file("1")],
            after: ["d/a": .file("2")],
            change: {
                try $0.write("mine", to: "elsewhere/a")
                try $0.remove("d")
                try $0.link("d", to: "elsewhere")
            }, kept: ["d": ""], found: ["d/a": "2", "elsewhere/a": "mine"]),
        Case(
            testDescription: "a link of the app in place of a folder that the commit removes",
            before: ["d/a": .file("1"), "b": .file("")], after: ["b": .file("")],
            change: {
                try $0.write("mine", to: "elsewhere/a")
                try $0.remove("d")
                try $0.link("d", to: "elsewhere")
            }, kept: ["d": ""], found: ["elsewhere/a": "mine"]),
        Case(
            testDescription: "a folder of the app in place of a removed file stays",
            before: ["a": .file("1"), "b": .file("")], after: ["b": .file("")],
            change: {
                try $0.remove("a")
                try $0.write("mine", to: "a/b")
            }, found: ["a/b": "mine"]),
        Case(
            testDescription: "what the app added to a folder of the commit stays", before: ["d/a": .file("1")],
            after: ["b": .file("2")], change: { try $0.write("mine", to: "d/b") }, found: ["d/b": "mine", "d/a": nil]),
        Case(
            testDescription: "a link that the app has changed", before: ["a": .link("one")], after: ["a": .link("two")],
            change: {
                try $0.remove("a")
                try $0.link("a", to: "mine")
            }, kept: ["a": ""]),
        Case(
            testDescription: "the app's own commits and index are no checkout of ours", before: ["a": .file("1")],
            after: ["a": .file("2"), "c": .file("2")],
            change: {
                try $0.write("mine", to: "a")
                try $0.write("out", to: "outputs/b")
                try $0.write("mine too", to: "c")
                try CheckoutHarness.git("add", "--all", in: $0.folder)
                let author = ["-c", "user.name=T", "-c", "user.email=t@localhost"]
                try CheckoutHarness.git(author + ["commit", "--quiet", "-m", "Own"], in: $0.folder)
            }, kept: ["a": "mine", "c": "mine too"], found: ["a": "2", "c": "2", "outputs/b": "out"]),
        Case(
            testDescription: "the app's own commit in a repository made before ours were noted",
            before: ["a": .file("1")], after: ["a": .file("2")],
            change: {
                try $0.write("mine", to: "a")
                try CheckoutHarness.git("add", "--all", in: $0.folder)
                let author = ["-c", "user.name=T", "-c", "user.email=t@localhost"]
                try CheckoutHarness.git(author + ["commit", "--quiet", "-m", "Own"], in: $0.folder)
                try $0.remove(".git/refs/dcc")
            }, kept: ["a": "mine"], found: ["a": "2"]),
        Case(
            testDescription: "a pipe of the app in place of a file of ours", before: ["a": .file("1")],
            after: ["a": .file("2")],
            change: {
                try $0.remove(".git/info/exclude")
                mkfifo("\($0.folder)/.git/info/exclude", 0o600)
            }, found: ["a": "2"]),
        Case(
            testDescription: "names that are no words", before: ["b": .file("")],
            after: ["b": .file(""), "ü \n$(x)/-": .file("2")], change: { try $0.write("mine", to: "ü \n$(x)/-") },
            kept: ["ü \n$(x)/-": "mine"], found: ["ü \n$(x)/-": "2"]),
        Case(
            testDescription: "converted line ends are no change",
            before: [".gitattributes": .file("*.bat text eol=crlf\n"), "a.bat": .file("x\ny\n")],
            after: [".gitattributes": .file("*.bat text eol=crlf\n"), "a.bat": .file("x\nz\n")], change: { _ in },
            found: ["a.bat": "x\r\nz\r\n"]),
    ]

    @Test(arguments: cases) func whatTheAppChangedIsMovedAside(_ given: Case) throws {
        let workspace = try CheckoutHarness()
        let before = try workspace.commit(given.before)
        let after = try workspace.commit(given.after)
        #expect(try workspace.checkOut(before) == [])
        try given.change(workspace)
        let kept = try workspace.checkOut(after, known: before)
        #expect(kept.count == given.kept.count)
        for (path, content) in given.kept where !content.isEmpty { #expect(workspace.kept(path) == content) }
        for (path, content) in given.found { #expect(workspace.read(path) == content) }
        #expect(try CheckoutHarness.git("rev-parse", "HEAD", in: workspace.folder) == after)
        #expect(try CheckoutHarness.git("status", "--short", "--untracked-files=no", in: workspace.folder) == "")
        // A second time there is nothing more to do.
        #expect(try workspace.checkOut(after, known: after) == kept)
    }

    @Test func bothVersionsAreKeptWhereOneDeploymentChecksOutTwice() throws {
        let workspace = try CheckoutHarness()
        let (one, two) = (try workspace.commit(["d/a": .file("1")]), try workspace.commit(["d/a": .file("2")]))
        try workspace.checkOut(one)
        try workspace.write("mine", to: "d/a")
        try workspace.checkOut(two)
        try workspace.write("mine again", to: "d/a")
        #expect(try workspace.checkOut(one) == ["d/a", "d.2/a"])
        #expect(workspace.kept("d/a") == "mine" && workspace.kept("d.2/a") == "mine again")
    }

    /// Killed in the middle, files are of either commit, and none is the app's.
    @Test func anInterruptedCheckoutLeavesNothingToKeep() throws {
        let workspace = try CheckoutHarness()
        let one = try workspace.commit(["a": .file("1"), "b": .file("1"), "gone": .file("1")])
        let two = try workspace.commit(["a": .file("2"), "b": .file("2"), "new": .file("2")])
        let three = try workspace.commit(["a": .file("3"), "b": .file("3")])
        try workspace.checkOut(one)
        try workspace.checkOut(two, known: one)
        try workspace.write("1", to: "b")
        try workspace.write("1", to: "gone")
        #expect(try workspace.checkOut(three, known: one) == [])
        #expect(workspace.read("b") == "3" && workspace.read("gone") == nil && workspace.read("new") == nil)
    }

    @Test func whatWasKeptLongAgoIsDeletedAndNothingElse() throws {
        let workspace = try CheckoutHarness()
        let one = try workspace.commit(["a": .file("1")])
        for name in ["20261029T120000Z-1", "20261101T120000Z-2", "mine"] {
            try workspace.write("x", to: ".dcc/kept/\(name)/d/f")
        }
        try workspace.checkOut(one)
        #expect(workspace.read(".dcc/kept/20261029T120000Z-1/d/f") == nil)
        #expect(
            workspace.read(".dcc/kept/20261101T120000Z-2/d/f") == "x" && workspace.read(".dcc/kept/mine/d/f") == "x")
    }

    /// The app decides what `.dcc` is.
    @Test(arguments: ["link", "file"]) func nothingIsLostWhereItCannotBeKept(_ kind: String) throws {
        let workspace = try CheckoutHarness()
        let (one, two) = (try workspace.commit(["a": .file("1")]), try workspace.commit(["a": .file("2")]))
        try workspace.checkOut(one)
        try workspace.write("mine", to: "a")
        if kind == "link" { try workspace.link(".dcc", to: "/tmp") } else { try workspace.write("", to: ".dcc") }
        let error = #expect(throws: StepFailure.self) { try workspace.checkOut(two) }
        #expect(error?.code == "files_not_kept")
        #expect(workspace.read("a") == "mine")
    }
}
