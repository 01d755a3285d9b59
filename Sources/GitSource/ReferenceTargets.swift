import CGit2

/// What `HEAD` and the references of a repository point to.
enum ReferenceTargets {
    /// - Returns: nil on an error.
    static func all(in repository: OpaquePointer) -> [ObjectID]? {
        var targets: [ObjectID] = []
        var target = git_oid()
        if git_reference_name_to_id(&target, repository, "HEAD") == 0 { targets.append(ObjectID(target)) }
        var iterator: OpaquePointer?
        guard git_reference_iterator_new(&iterator, repository) == 0 else { return nil }
        defer { git_reference_iterator_free(iterator) }
        var name: UnsafePointer<CChar>?
        var code = git_reference_next_name(&name, iterator)
        while code == 0 {
            if let name, git_reference_name_to_id(&target, repository, name) == 0 { targets.append(ObjectID(target)) }
            code = git_reference_next_name(&name, iterator)
        }
        return code == GIT_ITEROVER.rawValue ? targets : nil
    }
}
