import Model
import Glibc

/// Moves aside what a checkout would overwrite or remove and no checkout has written, and removes what one has written
/// and the commit no longer has.
struct ForeignFiles {
    /// Each level holds a file descriptor.
    private static let maximumDepth = 200

    let content: WrittenContent
    let kept: KeptFolder

    /// - Parameters:
    ///   - target: what is about to be checked out in `folder`; nil for nothing.
    ///   - written: what may have been checked out there before.
    ///   - path: of `folder` in the repository.
    func moveAside(
        in folder: borrowing OpenFolder, before target: GitTree?, written: [GitTree], at path: [[CChar]] = []
    ) throws(StepFailure) {
        guard path.count < Self.maximumDepth else {
            throw GitFailure.notKept(shownPath(path.suffix(1)), "its folders are nested too deeply")
        }
        let names = Set((target?.names ?? []) + written.flatMap(\.names))
        for name in names where !(path.isEmpty && name == Self.own) {
            guard let status = folder.status(of: name) else { continue }
            let (wanted, earlier) = (target?.entry(name), written.compactMap { $0.entry(name) })
            let here = path + [name]
            if status.isFolder {
                try moveAside(fromFolder: name, in: folder, before: target, wanted, written, earlier, at: here)
            } else if !isWritten(name, status, in: folder, at: here, for: [wanted].compactMap(\.self) + earlier) {
                try kept.take(name, from: folder, at: here)
            } else if wanted == nil {
                unlinkat(folder.descriptor, name, 0)
            }
        }
    }

    private static let own = rawName(".dcc")

    private func moveAside(
        fromFolder name: [CChar], in folder: borrowing OpenFolder, before target: GitTree?, _ wanted: GitTree.Entry?,
        _ written: [GitTree], _ earlier: [GitTree.Entry], at path: [[CChar]]
    ) throws(StepFailure) {
        let wasFolder = earlier.contains { $0.kind == .folder }
        switch wanted?.kind {
        case .folder: break
        case nil where wasFolder: break
        // A removed file in whose place the app made a folder: a checkout leaves that.
        case nil where !earlier.contains(where: { $0.kind == .submodule }): return
        // Its own checkout looks after the files in it.
        case .submodule where !wasFolder: return
        default:
            let trees = written.compactMap { $0.folder(name) }
            guard let inner = OpenFolder(name, in: folder) else { return try kept.take(name, from: folder, at: path) }
            if holdsForeign(inner, trees, at: path) { try kept.take(name, from: folder, at: path) }
            return
        }
        guard let inner = OpenFolder(name, in: folder) else { return }
        let next = wanted.flatMap { _ in target?.folder(name) }
        if wanted != nil, next == nil { throw GitFailure.unknown("the commit is not whole") }
        try moveAside(in: inner, before: next, written: written.compactMap { $0.folder(name) }, at: path)
        if wanted == nil { unlinkat(folder.descriptor, name, AT_REMOVEDIR) }
    }

    /// Whether anything in the folder was not written by a checkout.
    private func holdsForeign(_ folder: borrowing OpenFolder, _ written: [GitTree], at path: [[CChar]]) -> Bool {
        guard path.count < Self.maximumDepth else { return true }
        for name in folder.names() {
            guard let status = folder.status(of: name) else { continue }
            let here = path + [name]
            if status.isFolder {
                guard let inner = OpenFolder(name, in: folder) else { return true }
                if holdsForeign(inner, written.compactMap { $0.folder(name) }, at: here) { return true }
            } else if !isWritten(name, status, in: folder, at: here, for: written.compactMap { $0.entry(name) }) {
                return true
            }
        }
        return false
    }

    private func isWritten(
        _ name: [CChar], _ status: stat, in folder: borrowing OpenFolder, at path: [[CChar]],
        for entries: [GitTree.Entry]
    ) -> Bool {
        for entry in entries where content.isWritten(name, status, in: folder, at: path, for: entry) { return true }
        return false
    }
}
