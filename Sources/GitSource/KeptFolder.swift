import Model
import Platform
import Glibc

/// Where a deployment moves files that its checkout would overwrite or remove: a folder of its own below
/// ``KeptFiles/place``, which no checkout touches.
struct KeptFolder {
    /// Names that the child is told.
    struct Place: Codable, Sendable {
        /// The app's workspace, also for a submodule in it.
        let workspace: String
        /// Name of the deployment's folder; begins with a time.
        let name: String
        /// Folders with names below this one are deleted.
        let expired: String
        /// Path of the repository in the workspace, with a slash at its end; empty for the workspace's own.
        var prefix = ""
    }

    private static let maximumShown = 20
    private static let maximumAttempts = 20
    private static let maximumDepth = 200

    let place: Place

    /// Moves an entry of `folder` aside.
    /// - Parameter path: in the repository, ending with `name`.
    /// - Throws: `files_not_kept` or `disk_full`; nothing has changed then.
    func take(_ name: [CChar], from folder: borrowing OpenFolder, at path: [[CChar]]) throws(StepFailure) {
        let names = place.prefix.split(separator: "/").map { rawName(String($0)) } + path
        for attempt in 1...Self.maximumAttempts {
            var names = names
            // An earlier checkout of the deployment has moved something of this name.
            if attempt > 1 { names[0] = names[0].dropLast() + rawName(".\(attempt)") }
            if try move(name, from: folder, to: names) { return }
        }
        throw GitFailure.notKept(shownPath(names), "too many files have this name")
    }

    /// - Returns: false if something of this name is there.
    private func move(_ name: [CChar], from folder: borrowing OpenFolder, to names: [[CChar]]) throws(StepFailure)
        -> Bool
    {
        let target = try own()
        guard let parent = make(names.dropLast()[...], in: target) else {
            guard [EEXIST, ENOTDIR, ELOOP].contains(errno) else { throw Self.failed(names) }
            return false
        }
        if folder.move(name, to: parent, as: names[names.count - 1]) { return true }
        // Gone meanwhile: there is nothing to keep.
        if errno == ENOENT, folder.status(of: name) == nil { return true }
        guard errno == EEXIST else { throw Self.failed(names) }
        return false
    }

    private static func failed(_ names: [[CChar]]) -> StepFailure {
        errno == ENOSPC ? GitFailure.diskFull : GitFailure.notKept(shownPath(names), String(cString: strerror(errno)))
    }

    private var segments: [[CChar]] {
        "\(KeptFiles.place)/\(place.name)".split(separator: "/").map { rawName(String($0)) }
    }

    private func own() throws(StepFailure) -> OpenFolder {
        guard let top = OpenFolder(place.workspace), let own = make(segments[...], in: top) else {
            throw Self.failed(segments)
        }
        return own
    }

    private func make(_ names: ArraySlice<[CChar]>, in folder: borrowing OpenFolder) -> OpenFolder? {
        guard let first = names.first else { return OpenFolder(rawName("."), in: folder) }
        guard let next = folder.made(first) else { return nil }
        return make(names.dropFirst(), in: next)
    }

    // MARK: - What is in it

    /// Everything that the deployment has moved aside, also before an interruption; nil for nothing.
    func contents() -> KeptFiles? {
        guard let top = OpenFolder(place.workspace) else { return nil }
        var found = Found()
        Self.find(segments[...], in: top) { own in Self.list(own, at: [], depth: 0, &found) }
        guard found.count > 0 else { return nil }
        return KeptFiles(folder: "\(KeptFiles.place)/\(place.name)", count: found.count, paths: found.paths)
    }

    private struct Found {
        var count = 0
        var paths: [String] = []
    }

    private static func list(_ folder: borrowing OpenFolder, at path: [[CChar]], depth: Int, _ found: inout Found) {
        for name in folder.names().sorted(by: { $0.lexicographicallyPrecedes($1) }) {
            guard found.count < KeptFiles.maximumCount, let status = folder.status(of: name) else { return }
            if status.isFolder {
                guard depth < maximumDepth, let inner = OpenFolder(name, in: folder) else { continue }
                list(inner, at: path + [name], depth: depth + 1, &found)
            } else {
                found.count += 1
                if found.paths.count < maximumShown {
                    found.paths.append(LogText.clean(shownPath(path + [name]).utf8))
                }
            }
        }
    }

    /// Deletes what earlier deployments moved aside long ago.
    func deleteExpired() {
        guard let top = OpenFolder(place.workspace) else { return }
        let expired = place.expired
        Self.find(segments.dropLast()[...], in: top) { kept in
            for name in kept.names() {
                let text = shownPath([name])
                guard text.first?.isNumber == true, text < expired else { continue }
                _ = try? FolderRemoval.remove("/proc/self/fd/\(kept.descriptor)/\(text)")
            }
        }
    }

    private static func find(
        _ names: ArraySlice<[CChar]>, in folder: borrowing OpenFolder, _ body: (borrowing OpenFolder) -> Void
    ) {
        guard let first = names.first else { return body(folder) }
        guard let next = OpenFolder(first, in: folder) else { return }
        find(names.dropFirst(), in: next, body)
    }
}
