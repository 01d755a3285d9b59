import Model
import Platform
import FoundationEssentials
import Glibc

/// Puts the files of Git LFS in place of their pointers. A file lies in `.dcc/lfs` until the commit is checked out, so
/// that nothing in the workspace changes when one cannot be had, and one that is there already is not downloaded again.
struct LargeFiles: ~Copyable {
    private static let store = ".dcc/lfs"

    private let files: [CommitParts.LargeFile]
    private let download: LFSDownload
    private let folder: ConfinedFolder
    private let workspace: String
    /// Pointers whose files are in the workspace already, by path.
    let present: [String: LFSPointer]

    init(_ files: [CommitParts.LargeFile], for job: FetchJob, _ events: FetchEvents) throws(StepFailure) {
        guard let folder = ConfinedFolder(job.workspace) else {
            throw GitFailure.unknown("the workspace could not be opened (\(SystemCallFailure("open")))")
        }
        var present: [String: LFSPointer] = [:]
        for file in files where Self.holds(file.path, file.pointer, folder) { present[file.path] = file.pointer }
        self.files = files
        self.present = present
        self.folder = folder
        workspace = job.workspace
        download = LFSDownload(job: job, events: events)
    }

    /// Downloads what is missing.
    /// - Throws: ``StepFailure`` `lfs_missing` with the files' names.
    func obtain() throws(StepFailure) {
        guard !files.isEmpty else { return }
        guard folder.makeFolder(Self.store) else { throw Self.cannotWrite(Self.store) }
        let whole = Set(present.values)
        var missing: [LFSPointer: String] = [:]
        for file in files where !whole.contains(file.pointer) {
            if !Self.holds(Self.path(of: file.pointer), file.pointer, folder) { missing[file.pointer] = file.path }
        }
        for (pointer, action) in try download.locate(missing) {
            let part = Self.path(of: pointer) + ".part"
            folder.remove(part)
            guard let file = folder.open(part, O_WRONLY | O_CREAT | O_EXCL) else { throw Self.cannotWrite(part) }
            defer { close(file) }
            do {
                try download.fetch(pointer, at: missing[pointer] ?? "", action, to: file)
            } catch {
                folder.remove(part)
                throw error
            }
            guard folder.move(part, to: Self.path(of: pointer)) else { throw Self.cannotWrite(part) }
        }
    }

    /// Moves files that are there already aside, before the checkout puts pointers in their place.
    func moveAside() {
        for (path, pointer) in present { _ = folder.move(path, to: Self.path(of: pointer)) }
    }

    /// Replaces the pointers, after the checkout.
    func putInPlace() throws(StepFailure) {
        // The last file of the same content takes it; the others get copies.
        let last = Dictionary(files.map { ($0.pointer, $0.path) }, uniquingKeysWith: { _, last in last })
        for file in files.sorted(by: { last[$0.pointer] != $0.path && last[$1.pointer] == $1.path }) {
            let isPlaced =
                last[file.pointer] == file.path
                ? folder.move(Self.path(of: file.pointer), to: file.path) : copy(file.pointer, to: file.path)
            guard isPlaced, setMode(of: file) else { throw Self.cannotWrite(file.path) }
        }
        clearStore()
    }

    /// Also removes what deployments that failed left.
    private func clearStore() {
        for name in FolderListing.names(at: "\(workspace)/\(Self.store)") ?? [] {
            folder.remove("\(Self.store)/\(name)")
        }
        folder.removeFolder(Self.store)
    }

    private static func path(of pointer: LFSPointer) -> String { "\(store)/\(pointer.oid)" }

    /// Whether the file is there, whole.
    private static func holds(_ path: String, _ pointer: LFSPointer, _ folder: borrowing ConfinedFolder) -> Bool {
        guard let file = folder.open(path, O_RDONLY) else { return false }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size == pointer.size else {
            return false
        }
        return LFSPointer.digest(of: file) == pointer.oid
    }

    private func copy(_ pointer: LFSPointer, to path: String) -> Bool {
        guard let source = folder.open(Self.path(of: pointer), O_RDONLY) else { return false }
        defer { close(source) }
        folder.remove(path)
        guard let copy = folder.open(path, O_WRONLY | O_CREAT | O_EXCL) else { return false }
        defer { close(copy) }
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        while case let count = read(source, &buffer, buffer.count), count > 0 {
            guard write(copy, buffer, count) == count else { return false }
        }
        return true
    }

    private func setMode(of file: CommitParts.LargeFile) -> Bool {
        guard let descriptor = folder.open(file.path, O_RDONLY) else { return false }
        defer { close(descriptor) }
        return fchmod(descriptor, file.isExecutable ? 0o755 : 0o644) == 0
    }

    private static func cannotWrite(_ path: String) -> StepFailure {
        let cause = SystemCallFailure("write", path)
        return cause.shortage == .disk ? GitFailure.diskFull : GitFailure.unknown("could not write a file (\(cause))")
    }
}
