/// Files of an app that a checkout would have overwritten or removed, moved aside instead.
package struct KeptFiles: Equatable, Sendable, Codable {
    /// Days after which a later deployment deletes them.
    package static let days = 30
    /// The folder that holds a folder for each deployment that moved something aside, in the workspace.
    package static let place = ".dcc/kept"

    /// Relative to the workspace, such as `.dcc/kept/20261130T140512Z-7`. A file has the path in it that it had in the
    /// workspace.
    package let folder: String
    /// Number of files; counting stops at ``maximumCount``.
    package let count: Int
    /// Paths of the first of them, relative to ``folder``.
    package let paths: [String]

    package static let maximumCount = 10_000

    package init(folder: String, count: Int, paths: [String]) {
        self.folder = folder
        self.count = count
        self.paths = paths
    }

    /// One sentence for users, without the folder.
    package var words: String {
        let shown = paths.prefix(5).joined(separator: ", ")
        let more = count > min(paths.count, 5) ? ", …" : ""
        let number = count >= Self.maximumCount ? "more than \(Self.maximumCount)" : "\(count)"
        return
            "Moved \(count == 1 ? "1 file" : "\(number) files") aside that the app had changed or added: \(shown)\(more)"
    }
}
