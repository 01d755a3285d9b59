import Model
import CGit2

/// The references that a server advertises.
struct AdvertisedReferences {
    /// Limits the list that the form offers.
    private static let maximumBranches = 200
    private static let branchPrefix = "refs/heads/"

    private(set) var defaultBranch: String?
    /// Branch names, the default branch first. Names that ``BranchName`` rejects are left out.
    private(set) var branches: [String] = []
    private var targets: [String: git_oid] = [:]

    init() {}

    /// - Parameter remote: must be connected.
    /// - Throws: ``StepFailure`` `repo_too_many_refs`.
    init(_ remote: OpaquePointer, limit: Int) throws {
        var heads: UnsafeMutablePointer<UnsafePointer<git_remote_head>?>?
        var count = 0
        guard git_remote_ls(&heads, &count, remote) == 0 else {
            throw GitFailure.unknown("could not list the branches")
        }
        guard count <= limit else { throw GitFailure.tooManyReferences(count) }
        for index in 0..<count {
            guard let head = heads?[index]?.pointee else { continue }
            let name = String(cString: head.name)
            targets[name] = head.oid
            guard let branch = Self.branch(name), branches.count < Self.maximumBranches else { continue }
            branches.append(branch)
        }
        var buffer = git_buf()
        defer { git_buf_dispose(&buffer) }
        guard git_remote_default_branch(&buffer, remote) == 0, let text = buffer.ptr else { return }
        defaultBranch = Self.branch(String(cString: text))
        guard let defaultBranch else { return }
        branches.removeAll { $0 == defaultBranch }
        branches.insert(defaultBranch, at: 0)
    }

    /// Returns the requested branch, or the target of the server's `HEAD`.
    /// - Throws: ``StepFailure`` `ref_missing` or `repo_empty`.
    func choose(_ branch: String?) throws -> (name: String, target: git_oid) {
        let wanted = branch.map { Self.branchPrefix + $0 } ?? "HEAD"
        if let target = targets[wanted] { return (wanted, target) }
        if !targets.isEmpty, let branch { throw GitFailure.branchMissing(branch) }
        throw GitFailure.empty
    }

    private static func branch(_ reference: String) -> String? {
        guard reference.hasPrefix(branchPrefix) else { return nil }
        return (try? BranchName(String(reference.dropFirst(branchPrefix.count))))?.rawValue
    }
}
