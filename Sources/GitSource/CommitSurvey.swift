import Model
import CGit2

/// Counts the files of a commit and finds those that show how to start the app.
struct CommitSurvey {
    /// Counting stops here: a few objects can describe an astronomical number of files.
    private static let maximumFiles = 100_000

    private(set) var files = 0
    /// Paths of files and links that ``SurveyedFile`` wants.
    private(set) var paths: [String] = []
    private let repository: OpaquePointer

    init(of commit: OpaquePointer, in repository: OpaquePointer) throws(StepFailure) {
        self.repository = repository
        var tree: OpaquePointer?
        guard git_commit_tree(&tree, commit) == 0 else { throw GitFailure.unknown("the commit has no files") }
        defer { git_tree_free(tree) }
        let walked = withUnsafeMutablePointer(to: &self) { survey in
            git_tree_walk(
                tree, GIT_TREEWALK_PRE,
                { folder, entry, survey in
                    guard let folder, let entry, let survey else { return -1 }
                    return survey.assumingMemoryBound(to: CommitSurvey.self).pointee.visit(
                        entry, String(cString: folder))
                }, survey)
        }
        guard walked == 0 || files >= Self.maximumFiles else { throw GitFailure.unknown("could not list the files") }
    }

    /// - Parameter folder: with a trailing slash; empty for the root.
    /// - Returns: a non-zero value to stop the walk.
    private mutating func visit(_ entry: OpaquePointer, _ folder: String) -> Int32 {
        guard git_tree_entry_type(entry) == GIT_OBJECT_BLOB else { return 0 }
        files += 1
        let path = folder + String(cString: git_tree_entry_name(entry))
        if isFile(entry), SurveyedFile.isWanted(path), paths.count < SurveyedFile.maximumCount, isSmall(entry, path) {
            paths.append(path)
        }
        return files < Self.maximumFiles ? 0 : -1
    }

    private func isFile(_ entry: OpaquePointer) -> Bool {
        // Links are followed as long as they stay inside the repository.
        [GIT_FILEMODE_BLOB, GIT_FILEMODE_BLOB_EXECUTABLE, GIT_FILEMODE_LINK].contains(git_tree_entry_filemode(entry))
    }

    private func isSmall(_ entry: OpaquePointer, _ path: String) -> Bool {
        var database: OpaquePointer?
        guard git_repository_odb(&database, repository) == 0 else { return false }
        defer { git_odb_free(database) }
        var size = 0
        var kind = GIT_OBJECT_ANY
        return git_odb_read_header(&size, &kind, database, git_tree_entry_id(entry)) == 0
            && SurveyedFile.isSmall(path, bytes: size)
    }
}
