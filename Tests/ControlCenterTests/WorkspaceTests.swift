import Model
import Ports
@testable import Operations
@testable import Platform
import Foundation
import AppHarness
import Glibc
import Testing

/// In a process of its own, since it has no descriptor left.
@Suite struct ShortageTests {
    @Test func whatCannotBeOpenedIsNotWhatIsMissing() async {
        await #expect(processExitsWith: .success) {
            var none = rlimit(rlim_cur: 0, rlim_max: 1024)
            let folder = open("/etc", O_RDONLY | O_DIRECTORY)
            setrlimit(Int32(RLIMIT_NOFILE.rawValue), &none)
            do throws(StepFailure) {
                try WorkspaceFile.check("requirements.txt", in: "/etc")
                exit(11)
            } catch {
                guard error.code == "descriptors_exhausted", error.message.contains("Too many open files") else {
                    exit(12)
                }
            }
            guard WorkspaceFiles(workspace: "/etc", isComplete: true).content(of: "passwd") == .unreadable else {
                exit(13)
            }
            do throws(SystemCallFailure) {
                _ = try FolderListing.rawNames(in: folder)
                exit(14)
            } catch {
                exit(error == SystemCallFailure("openat", ".", error: EMFILE) ? EXIT_SUCCESS : 15)
            }
        }
    }
}

@Suite struct WorkspaceFileTests {
    private let folder: ScratchFolder

    init() throws {
        folder = try ScratchFolder()
        try "x".write(toFile: folder.path + "/requirements.txt", atomically: true, encoding: .utf8)
        mkdir(folder.path + "/folder", 0o755)
        try "x".write(toFile: folder.path + "/folder/gpu.txt", atomically: true, encoding: .utf8)
        symlink("/etc/passwd", folder.path + "/link.txt")
        symlink("/etc", folder.path + "/linked")
        symlink("../requirements.txt", folder.path + "/folder/up.txt")
        symlink("folder", folder.path + "/within")
        symlink("within/../within/up.txt", folder.path + "/chain.txt")
        symlink("../outside.txt", folder.path + "/above.txt")
        symlink("circle.txt", folder.path + "/circle.txt")
        symlink("nothing.txt", folder.path + "/dangling.txt")
        mkfifo(folder.path + "/fifo.txt", 0o644)
    }

    @Test(
        arguments: [
            "requirements.txt", "folder/gpu.txt", "folder/up.txt", "within/gpu.txt", "within/up.txt", "chain.txt",
        ])
    func findsFilesAlsoByLinksThatStayInside(_ path: String) throws {
        #expect(try WorkspaceFile.contents(of: path, in: folder.path, limit: 10) == Array("x".utf8))
    }

    @Test func aPlanReadsThemAndNothingOutside() throws {
        let files = WorkspaceFiles(workspace: folder.path, isComplete: true)
        #expect(files.content(of: "chain.txt") == .file(Array("x".utf8)))
        #expect(files.content(of: "within") == .folder)
        #expect(files.content(of: "fifo.txt") == .unreadable)
        #expect(files.content(of: "dangling.txt") == .missing)
        for path in ["link.txt", "linked/passwd", "above.txt", "circle.txt", "../x"] {
            #expect(files.content(of: path) == .outside)
        }
        #expect(files.names(in: "within").sorted() == ["gpu.txt", "up.txt"])
        #expect(files.names(in: "linked").isEmpty)
    }

    @Test(
        .timeLimit(.minutes(5)),
        arguments: [
            ("missing.txt", "requirements_missing"), ("requirements.txt/x", "requirements_missing"),
            ("link.txt", "requirements_symlink"), ("linked/passwd", "requirements_symlink"),
            ("above.txt", "requirements_symlink"), ("circle.txt", "requirements_symlink"),
            ("dangling.txt", "requirements_missing"),
            ("fifo.txt", "requirements_not_file"), ("folder", "requirements_not_file"),
        ])
    func refuses(_ path: String, _ code: String) {
        do {
            try WorkspaceFile.check(path, in: folder.path)
            Issue.record("\(path) was accepted")
        } catch {
            #expect(error.code == code)
        }
    }
}

@Suite struct WorkspacesTests {
    private let folder: ScratchFolder
    private let workspaces: Workspaces

    init() throws {
        folder = try ScratchFolder()
        workspaces = Workspaces(root: folder.path)
        mkdir(folder.path + "/demo", 0o755)
        try "six\ntorch==2.1.0+cu118".write(
            toFile: folder.path + "/demo/gpu.txt", atomically: true, encoding: .utf8)
        symlink("gpu.txt", folder.path + "/demo/requirements.txt")
    }

    @Test func dependenciesAreReadWithTheSettingsOfTheApp() throws {
        var app = try Sample.app("demo")
        #expect(try workspaces.dependencies(of: app).problems.map(\.code) == ["torch_index"])
        app.settings.skippedRequirements = [try RequirementLine("torch==2.1.0+cu118", field: "")]
        app.settings.extraRequirements = [try RequirementLine("torch==2.1.0", field: "")]
        let plan = try workspaces.dependencies(of: app)
        #expect(plan.requirements == "six\ntorch==2.1.0\n")
        #expect(plan.problems.isEmpty)
    }

    @Test(arguments: [("other.txt", "requirements_missing"), ("../../etc/passwd", "requirements_symlink")])
    func aFileThatTheUserNamedMustBeThere(_ path: String, _ code: String) throws {
        var app = try Sample.app("demo")
        if path.hasPrefix("..") {
            symlink(path, folder.path + "/demo/link.txt")
            app.settings.requirements = .path("link.txt")
        } else {
            app.settings.requirements = .path(path)
        }
        do {
            _ = try workspaces.dependencies(of: app)
            Issue.record("\(path) was accepted")
        } catch {
            #expect(error.code == code)
        }
    }
}

@Suite struct FolderRemovalTests {
    private let folder: ScratchFolder

    init() throws { folder = try ScratchFolder() }

    @Test func followsNoLink() throws {
        let kept = folder.path + "/kept"
        let removed = folder.path + "/removed"
        for path in [kept, removed] { mkdir(path, 0o755) }
        try "x".write(toFile: kept + "/file", atomically: true, encoding: .utf8)
        symlink(kept, removed + "/link")
        #expect(try FolderRemoval.remove(removed) > 0)
        #expect(!FileManager.default.fileExists(atPath: removed))
        #expect(FileManager.default.fileExists(atPath: kept + "/file"))
    }

    /// For example from archives made on Windows.
    @Test func namesThatAreNoUTF8AreCountedAndGo() throws {
        let removed = folder.path + "/removed"
        mkdir(removed, 0o755)
        let top = open(removed, O_RDONLY | O_DIRECTORY)
        defer { close(top) }
        let name: [CChar] = [0x63, CChar(bitPattern: 0xE9), 0]
        try #require(mkdirat(top, name, 0o755) == 0)
        let inner = openat(top, name, O_RDONLY | O_DIRECTORY)
        defer { close(inner) }
        let file = openat(inner, name, O_WRONLY | O_CREAT, 0o644)
        try #require(file >= 0 && write(file, [UInt8](repeating: 1, count: 1 << 16), 1 << 16) == 1 << 16)
        close(file)
        #expect(FolderSize.bytes(of: removed) >= 1 << 16)
        #expect(try FolderRemoval.remove(removed) >= 1 << 16)
        #expect(!FileManager.default.fileExists(atPath: removed))
    }

    @Test func aLinkInPlaceOfTheFolderIsRefused() throws {
        symlink("/etc", folder.path + "/removed")
        #expect(throws: SystemCallFailure.self) { try FolderRemoval.remove(folder.path + "/removed") }
    }

    @Test func depthIsNoObstacle() throws {
        let removed = folder.path + "/removed"
        mkdir(removed, 0o755)
        var descriptor = open(removed, O_RDONLY | O_DIRECTORY)
        for _ in 1...3000 {
            mkdirat(descriptor, "deeper", 0o755)
            let next = openat(descriptor, "deeper", O_RDONLY | O_DIRECTORY)
            close(descriptor)
            descriptor = next
        }
        close(descriptor)
        _ = try FolderRemoval.remove(removed)
        #expect(!FileManager.default.fileExists(atPath: removed))
    }
}
