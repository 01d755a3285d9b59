import Model
import Platform
import FoundationEssentials

/// Sets that no app uses any more, and what uv keeps for them.
extension PackageStore {
    /// - Parameter stacks: folder of the apps' ``StackFolder``s, which name the sets that they use.
    func unused(by stacks: String) -> [ManagedResource] {
        // Sets first, then their users: in the other order, a new app's set would look unused.
        let found = FolderListing.names(at: sets) ?? []
        let used = Set(
            (FolderListing.names(at: stacks) ?? []).compactMap { name in
                (try? AppName(name)).flatMap { StackFolder(of: $0, in: stacks).installed?.packageSet }
            })
        return found.filter { !used.contains($0) }.sorted().compactMap { name in
            let path = "\(sets)/\(name)"
            guard let status = FileStatus(of: path), status.isFolder else { return nil }
            return ManagedResource(.packages, key: name, name: path, app: nil, changedAt: status.changedAt)
        }
    }

    /// Files that only this set and the cache have are freed; the rest stays for other sets.
    func bytesFreed(byRemoving set: String) -> Int64 { FolderSize.bytes(of: "\(sets)/\(set)", linked: .upTo(2)) }

    /// - Returns: nil if it was removed.
    func remove(_ set: String) -> String? {
        do {
            _ = try FolderRemoval.remove("\(sets)/\(set)")
            pruneCache()
            return nil
        } catch {
            return "The folder \(sets)/\(set) could not be deleted (\(error))."
        }
    }

    /// Removes unpacked wheels that no set links to. One that was just fetched is about to be linked.
    private func pruneCache() {
        let archives = "\(folder)/cache/archive-v0"
        for name in FolderListing.names(at: archives) ?? [] {
            let path = "\(archives)/\(name)"
            guard let status = FileStatus(of: path), status.isFolder,
                status.changedAt.timeIntervalSinceNow < -3600, FolderSize.bytes(of: path, linked: .upTo(1)) > 0
            else { continue }
            _ = try? FolderRemoval.remove(path)
        }
    }
}
