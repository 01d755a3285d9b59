import Model
import Ports
import Foundation

@testable import GitSource

/// A workspace whose repository already has some commits, so that they are checked out without a server.
final class CheckoutHarness {
    let folder: String
    private let source: String

    /// What a commit has at a path.
    enum Entry {
        case file(String)
        case link(String)
    }

    init() throws {
        folder = NSTemporaryDirectory() + "dcc-checkout-" + UUID().uuidString
        source = folder + "-source"
        for path in [folder, source] {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            try Self.git("init", "--quiet", in: path)
        }
    }

    deinit {
        for path in [folder, source] { try? FileManager.default.removeItem(atPath: path) }
    }

    /// - Returns: the ID of a commit that has exactly these files.
    func commit(_ files: [String: Entry]) throws -> String {
        for name in try FileManager.default.contentsOfDirectory(atPath: source) where name != ".git" {
            try FileManager.default.removeItem(atPath: "\(source)/\(name)")
        }
        for (path, entry) in files { try Self.make(entry, at: "\(source)/\(path)") }
        try Self.git("add", "--all", "--force", in: source)
        let author = ["-c", "user.name=T", "-c", "user.email=t@localhost"]
        try Self.git(author + ["commit", "--quiet", "--allow-empty", "--message", "Test"], in: source)
        let id = try Self.git("rev-parse", "HEAD", in: source)
        try Self.git("fetch", "--quiet", source, "HEAD", in: folder)
        return id
    }

    /// Checks out a commit, as a deployment does.
    /// - Parameter known: the commit that the control center recorded.
    /// - Returns: what was moved aside.
    @discardableResult
    func checkOut(_ commit: String, known: String? = nil, deployment: Int = 1) throws -> [String] {
        let place = KeptFolder.Place(
            workspace: folder, name: "20261130T120000Z-\(deployment)", expired: "20261031T120000Z")
        let job = FetchJob(
            url: "https://localhost:1/none.git", host: "localhost", port: "1", reference: nil, token: nil, user: nil,
            commit: commit, written: known, kept: place, publicAddressOnly: false, hosts: nil, workspace: folder,
            uid: getuid(), caBundle: "/etc/ssl/certs/ca-certificates.crt", limits: FetchLimits())
        var fetch = RepositoryFetch(job) { _ in }
        return try fetch.run().kept?.paths ?? []
    }

    func write(_ text: String, to path: String) throws { try Self.make(.file(text), at: "\(folder)/\(path)") }

    func link(_ path: String, to target: String) throws { try Self.make(.link(target), at: "\(folder)/\(path)") }

    func remove(_ path: String) throws { try FileManager.default.removeItem(atPath: "\(folder)/\(path)") }

    /// nil if there is no such file; a link is followed.
    func read(_ path: String) -> String? { try? String(contentsOfFile: "\(folder)/\(path)", encoding: .utf8) }

    func kept(_ path: String, deployment: Int = 1) -> String? {
        read("\(KeptFiles.place)/20261130T120000Z-\(deployment)/\(path)")
    }

    private static func make(_ entry: Entry, at path: String) throws {
        let parent = URL(filePath: path).deletingLastPathComponent()
        try FileManager.default.createDirectory(at: parent, withIntermediateDirectories: true)
        switch entry {
        case .file(let text): try text.write(toFile: path, atomically: false, encoding: .utf8)
        case .link(let target): try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: target)
        }
    }

    @discardableResult
    static func git(_ arguments: String..., in folder: String) throws -> String { try git(arguments, in: folder) }

    @discardableResult
    static func git(_ arguments: [String], in folder: String) throws -> String {
        let (process, output) = (Process(), Pipe())
        process.executableURL = URL(filePath: "/usr/bin/git")
        process.arguments = ["-C", folder] + arguments
        process.environment = ["HOME": "/nonexistent", "PATH": "/usr/bin:/bin"]
        process.standardOutput = output
        try process.run()
        let text = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw CocoaError(.executableLoad) }
        return text.trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
