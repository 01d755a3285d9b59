import Model
import Ports
import Foundation
import Testing

@testable import DockerHost

@Suite struct InstallRecordTests {
    private func record(
        _ requirements: String = "bottle\n", image: String = "sha256:1", commit: CommitID? = nil,
        packages: String? = nil
    ) throws -> InstallRecord {
        let dependencies = DependencyInputs(requirements: requirements, followsCommit: commit != nil)
        return InstallRecord(
            try ComposeFileTests.stack(dependencies: dependencies, commit: commit, packages: packages), image: image)
    }

    private static let one = CommitID(String(repeating: "1", count: 40))
    private static let two = CommitID(String(repeating: "2", count: 40))

    @Test func whatIsInstalledServesWhateverAsksForTheSame() throws {
        var installed = try record()
        (installed.packageSet, installed.packageBytes) = ("set", 1)
        (installed.lock, installed.environment) = ("lock", "mark")
        #expect(installed.covers(try record()))
        #expect(installed.covers(try record(packages: "lock")))
        #expect(!installed.covers(try record(packages: "another lock")))
        #expect(!installed.covers(try record("bottle<1\n")))
        #expect(!installed.covers(try record(image: "sha256:2")))
        let (one, two) = (try record(commit: Self.one), try record(commit: Self.two))
        #expect(!one.covers(two) && one.covers(one))
    }

    @Test func aLockIsForTheSameInputsAlone() throws {
        var installed = try record()
        (installed.lock, installed.environment, installed.packageSet) = ("lock", "mark", "set")
        let (same, requirements) = (try record(packages: "lock"), try record("bottle<1\n"))
        let image = try record(image: "sha256:2")
        #expect(installed.inputs == same.inputs)
        #expect(installed.inputs != requirements.inputs)
        #expect(installed.inputs != image.inputs)
        let (one, two) = (try record(commit: Self.one), try record(commit: Self.two))
        #expect(one.inputs != two.inputs)
    }

    /// A record from before there were locks.
    @Test func anOldRecordIsRead() throws {
        let old = """
            {"constraints":"","image":"sha256:1","includesUVLock":false,"installer":"uv","packageBytes":1,\
            "packageSet":"set","requirements":"bottle\\n","skippedPackages":[]}
            """
        let installed = try JSONDecoder().decode(InstallRecord.self, from: Data(old.utf8))
        #expect(installed.covers(try record()))
        #expect(!installed.covers(try record(packages: "lock")))
    }
}

@Suite struct EnvironmentMarkTests {
    private static let changes: [(String, Bool, @Sendable (String) throws -> Void)] = [
        ("nothing", false, { _ in }),
        (
            "byte code", false,
            { venv in
                try FileManager.default.createDirectory(
                    atPath: venv + "/lib/__pycache__", withIntermediateDirectories: true)
                try "x".write(toFile: venv + "/lib/__pycache__/a.pyc", atomically: false, encoding: .utf8)
            }
        ),
        ("a file was removed", true, { try FileManager.default.removeItem(atPath: $0 + "/lib/a.py") }),
        ("a file was added", true, { try "".write(toFile: $0 + "/lib/b.py", atomically: false, encoding: .utf8) }),
        ("a file was changed", true, { try "y".write(toFile: $0 + "/lib/a.py", atomically: false, encoding: .utf8) }),
        (
            "a file became a link", true,
            { venv in
                try FileManager.default.removeItem(atPath: venv + "/lib/a.py")
                try FileManager.default.createSymbolicLink(atPath: venv + "/lib/a.py", withDestinationPath: "b")
            }
        ),
        ("all is gone", true, { try FileManager.default.removeItem(atPath: $0) }),
    ]

    @Test(arguments: changes.map(\.0)) func tellsWhetherTheAppHasChangedItsEnvironment(_ title: String) throws {
        let workspace = NSTemporaryDirectory() + "dcc-mark-" + UUID().uuidString
        let venv = workspace + "/.dcc/venv"
        defer { try? FileManager.default.removeItem(atPath: workspace) }
        try FileManager.default.createDirectory(atPath: venv + "/lib", withIntermediateDirectories: true)
        try "x".write(toFile: venv + "/lib/a.py", atomically: false, encoding: .utf8)
        let mark = try #require(EnvironmentMark.of(workspace))
        let (_, isChange, change) = try #require(Self.changes.first { $0.0 == title })
        try change(venv)
        #expect(EnvironmentMark.differs(mark, in: workspace) == isChange)
        #expect(!EnvironmentMark.differs(nil, in: workspace))
    }
}
