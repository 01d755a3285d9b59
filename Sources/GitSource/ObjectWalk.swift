import Model
import CGit2

/// A Git object's ID (SHA-1).
struct ObjectID: Hashable {
    let id: git_oid

    init(_ id: git_oid) {
        self.id = id
    }

    init?(_ commit: CommitID) {
        var id = git_oid()
        guard git_oid_fromstr(&id, commit.rawValue) == 0 else { return nil }
        self.id = id
    }

    static func == (one: ObjectID, other: ObjectID) -> Bool {
        withUnsafeBytes(of: one.id) { one in withUnsafeBytes(of: other.id) { one.elementsEqual($0) } }
    }

    func hash(into hasher: inout Hasher) {
        withUnsafeBytes(of: id) { hasher.combine(bytes: $0) }
    }
}

/// Collects every object that some commits need: their trees and files, and their history up to where it is cut off.
struct ObjectWalk {
    /// With the name of the file or folder; empty for commits and tags.
    private(set) var needed: [ObjectID: String] = [:]
    private let repository: OpaquePointer
    private let shallow: Set<ObjectID>

    /// - Parameter shallow: commits whose history is not there.
    init(_ repository: OpaquePointer, shallow: Set<ObjectID>) {
        self.repository = repository
        self.shallow = shallow
    }

    /// Takes `HEAD` and all references.
    /// - Returns: false if one of them leads nowhere, or on an error.
    mutating func takeHeads() -> Bool {
        ReferenceTargets.all(in: repository)?.allSatisfy { take($0) && needed[$0] != nil } ?? false
    }

    /// A commit that is not there is not needed.
    /// - Returns: false on an error.
    mutating func take(_ commit: CommitID) -> Bool {
        ObjectID(commit).map { take($0) } ?? false
    }

    private mutating func take(_ first: ObjectID) -> Bool {
        var next = [first]
        while let id = next.popLast() {
            guard needed[id] == nil else { continue }
            var oid = id.id
            var object: OpaquePointer?
            let found = git_object_lookup(&object, repository, &oid, GIT_OBJECT_ANY)
            if found == GIT_ENOTFOUND.rawValue { continue }
            guard found == 0, let object else { return false }
            defer { git_object_free(object) }
            needed[id] = ""
            switch git_object_type(object) {
            case GIT_OBJECT_COMMIT:
                guard let tree = git_commit_tree_id(object), takeTree(ObjectID(tree.pointee)) else { return false }
                guard !shallow.contains(id) else { continue }
                next += (0..<git_commit_parentcount(object)).compactMap {
                    git_commit_parent_id(object, $0).map { ObjectID($0.pointee) }
                }
            case GIT_OBJECT_TAG: next += git_tag_target_id(object).map { [ObjectID($0.pointee)] } ?? []
            case GIT_OBJECT_TREE: if !takeTree(id) { return false }
            default: break
            }
        }
        return true
    }

    private mutating func takeTree(_ root: ObjectID) -> Bool {
        var next = [(id: root, name: "")]
        while let (id, name) = next.popLast() {
            guard needed.updateValue(name, forKey: id) == nil || id == root else { continue }
            var oid = id.id
            var tree: OpaquePointer?
            guard git_tree_lookup(&tree, repository, &oid) == 0 else { return false }
            defer { git_tree_free(tree) }
            for index in 0..<git_tree_entrycount(tree) {
                guard let entry = git_tree_entry_byindex(tree, index), let id = git_tree_entry_id(entry) else {
                    return false
                }
                let entryID = ObjectID(id.pointee)
                guard needed[entryID] == nil else { continue }
                let name = git_tree_entry_name(entry).map { String(cString: $0) } ?? ""
                switch git_tree_entry_type(entry) {
                case GIT_OBJECT_TREE: next.append((entryID, name))
                case GIT_OBJECT_BLOB: needed[entryID] = name
                // A submodule's commit is in the submodule's own repository.
                default: break
                }
            }
        }
        return true
    }
}
