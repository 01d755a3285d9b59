import Model
import CGit2

/// The references that a server advertises.
struct AdvertisedReferences {
    /// Limits the list that the form offers.
    private static let maximumBranches = 200
    private static let branchPrefix = "refs/heads/"
    private static let tagPrefix = "refs/tags/"

    /// What to fetch.
    enum Choice {
        /// A reference by its full name, spelled as the server does.
        case reference(String)
        case commit(CommitID)
    }

    /// The branch of the server's `HEAD`, or the one that takes its place.
    private(set) var defaultBranch: String?
    /// Branch names, the default branch first. Names that ``GitReference`` rejects are left out.
    private(set) var branches: [String] = []
    private var names: Set<String> = []

    init() {}

    /// - Parameter head: the branch that `HEAD` names, with its prefix.
    /// - Parameter names: the full names of all references.
    init(head: String?, names: [String]) {
        self.names = Set(names)
        branches = names.lazy.compactMap(Self.branch).prefix(Self.maximumBranches).map(\.self)
        defaultBranch = head.flatMap(Self.branch)
        if !self.names.contains("HEAD") {
            defaultBranch = branches.count == 1 ? branches[0] : ["main", "master"].first(where: branches.contains)
        }
        guard let defaultBranch else { return }
        branches.removeAll { $0 == defaultBranch }
        branches.insert(defaultBranch, at: 0)
    }

    /// - Parameter remote: must be connected.
    /// - Throws: ``StepFailure`` `repo_too_many_refs`.
    init(_ remote: OpaquePointer, limit: Int) throws(StepFailure) {
        var heads: UnsafeMutablePointer<UnsafePointer<git_remote_head>?>?
        var count = 0
        guard git_remote_ls(&heads, &count, remote) == 0 else {
            throw GitFailure.unknown("could not list the branches")
        }
        guard count <= limit else { throw GitFailure.tooManyReferences(count) }
        let names = (0..<count).compactMap { index in heads?[index].map { String(cString: $0.pointee.name) } }
        var buffer = git_buf()
        defer { git_buf_dispose(&buffer) }
        let head = git_remote_default_branch(&buffer, remote) == 0 ? buffer.ptr.map { String(cString: $0) } : nil
        self.init(head: head, names: names)
    }

    /// Finds the wanted branch, tag or commit: a branch goes before a tag of the same name. Without one, the server's
    /// `HEAD`; if that names a branch that does not exist, the only branch, `main` or `master`.
    /// - Throws: ``StepFailure`` `ref_missing` or `repo_empty`.
    func choose(_ wanted: GitReference?) throws(StepFailure) -> Choice {
        guard let wanted else {
            if names.contains("HEAD") { return .reference("HEAD") }
            if let defaultBranch { return .reference(Self.branchPrefix + defaultBranch) }
            throw branches.isEmpty ? GitFailure.empty : GitFailure.defaultMissing(branches)
        }
        let spellings = [Self.branchPrefix, Self.tagPrefix].map { $0 + wanted.rawValue } + [wanted.rawValue]
        for spelling in spellings where spelling.hasPrefix("refs/") {
            // Equal names may have different bytes (Unicode normalization): the server's count.
            if let index = names.firstIndex(of: spelling) { return .reference(names[index]) }
        }
        if let commit = wanted.commit { return .commit(commit) }
        throw names.isEmpty ? GitFailure.empty : GitFailure.referenceMissing(wanted, branches)
    }

    private static func branch(_ reference: String) -> String? {
        guard reference.hasPrefix(branchPrefix) else { return nil }
        return (try? GitReference(String(reference.dropFirst(branchPrefix.count))))?.rawValue
    }
}
