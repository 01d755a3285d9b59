import Model
import Platform
import Ports
import FoundationEssentials
import Glibc

/// An app's folder `<stacks>/<app>`, outside its workspace: the Compose file, what its install containers read (`in`) and
/// write (`resolved`, `packages`), and what was installed last.
struct StackFolder {
    let path: String

    init(of app: AppName, in stacks: String) {
        path = "\(stacks)/\(app)"
    }

    var input: String { "\(path)/in" }
    /// Written by the app's user: anything may be in it.
    var resolved: String { "\(path)/resolved" }
    /// Written by the user of ``PackageStore``.
    var packages: String { "\(path)/packages" }

    private var record: String { "\(path)/installed.json" }

    /// Writes what the containers read, and empties what they write.
    func prepare(_ stack: Stack, order: InstallOrder) throws {
        try write(ContainerScripts.files)
        try write(AppAccount(of: stack).files)
        try write([
            "requirements.txt": Array(stack.dependencies.requirements.utf8),
            "constraints.txt": Array(stack.dependencies.constraints.utf8), "order.json": Array(JSONText.data(order)),
        ])
        for (folder, user) in [(resolved, stack.uid), (packages, PackageStore.user)] {
            if FileStatus(of: folder) != nil { _ = try FolderRemoval.remove(folder) }
            try makeFolder(folder)
            guard chown(folder, user, user) == 0 else { throw CocoaError(.fileWriteNoPermission) }
        }
    }

    func write(_ file: ComposeFile) throws {
        try makeFolder(path)
        try JSONText.data(file).write(to: URL(filePath: "\(path)/compose.json"), options: .atomic)
    }

    /// Files by name.
    func write(_ files: [String: [UInt8]]) throws {
        try makeFolder(path)
        try makeFolder(input)
        for (name, bytes) in files {
            let file = "\(input)/\(name)"
            // In place and only if it differs: a running container keeps the file that it has mounted.
            if FileManager.default.contents(atPath: file) == Data(bytes) { continue }
            try Data(bytes).write(to: URL(filePath: file))
            chmod(file, 0o644)
        }
    }

    private func makeFolder(_ path: String) throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        chmod(path, 0o755)
    }

    /// - Throws: ``StepFailure`` for errors of the file system.
    func writing<Result>(_ body: () throws -> Result) throws(StepFailure) -> Result {
        do {
            return try body()
        } catch let error as CocoaError where error.code == .fileWriteOutOfSpace {
            throw StepFailure(
                code: "disk_full", message: "The disk with the control center's Compose files is full.",
                hint: "Ask the operator to free disk space on the machine, then redeploy.")
        } catch {
            throw StepFailure(
                code: "stack_not_written", message: "The Compose file could not be written: \(error).",
                hint: "Ask the operator to check \(path) and its disk.")
        }
    }

    // MARK: - What was installed

    /// nil if nothing was, or the last install did not end.
    var installed: InstallRecord? {
        FileManager.default.contents(atPath: record).flatMap { try? JSONDecoder().decode(InstallRecord.self, from: $0) }
    }

    func remember(_ installed: InstallRecord) throws {
        try JSONText.data(installed).write(to: URL(filePath: record), options: .atomic)
    }

    func forgetInstalled() { unlink(record) }

    /// Name of the set that the packages container made; nil if it made none.
    var packageSet: String? { name(in: "\(packages)/set.json") }

    /// Name of the lock that the install container kept; nil if it kept none.
    var lock: String? { name(in: "\(resolved)/lock.json") }

    private func name(in file: String) -> String? {
        struct Answer: Decodable { let name: String }
        guard let bytes = RegularFile.bytes(of: file, limit: 64 << 20),
            let name = try? JSONDecoder().decode(Answer.self, from: bytes).name,
            name.utf8.count == 64, name.allSatisfy(\.isHexDigit)
        else { return nil }
        return name
    }

    /// True if packages that the store does not have, or shared files to copy, are left for another container.
    var hasMoreToInstall: Bool { FileStatus(of: "\(resolved)/rest.json") != nil }
}
