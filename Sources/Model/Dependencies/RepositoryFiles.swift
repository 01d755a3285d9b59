/// Read access to a repository's files. Paths are relative to its root; links are followed as long as they stay inside.
package protocol RepositoryFiles {
    /// False if only files that ``SurveyedFile`` wants are there.
    var isComplete: Bool { get }

    /// Names of the files and folders in a folder; "" is the root.
    func names(in folder: String) -> [String]
    func content(of path: String) -> FileContent
    /// As ``content(of:)``, but a file comes without its bytes.
    func kind(of path: String) -> FileContent
}

extension RepositoryFiles {
    package func kind(of path: String) -> FileContent { content(of: path) }
}

package enum FileContent: Equatable, Sendable {
    case file([UInt8])
    case folder
    case missing
    /// It is, or a link leads, outside the repository.
    case outside
    /// Too large, or no regular file.
    case unreadable
}

/// A path in a repository.
enum RepositoryPath {
    /// Where apps see their repository.
    static let mount = "/app"

    /// - Parameters:
    ///   - path: relative to `folder`, or absolute in the container.
    ///   - folder: relative to the repository; "" is its root.
    /// - Returns: relative to the repository, "" for its root; nil if it leads outside.
    static func resolve(_ path: String, from folder: String = "") -> String? {
        var segments = folder.split(separator: "/").map(String.init)
        var rest = path.replacing("\\", with: "/")
        if rest.hasPrefix("/") {
            guard rest == mount || rest.hasPrefix(mount + "/") else { return nil }
            rest = String(rest.dropFirst(mount.count))
            segments = []
        }
        for segment in rest.split(separator: "/") where segment != "." {
            if segment != ".." {
                segments.append(String(segment))
            } else if segments.popLast() == nil {
                return nil
            }
        }
        return segments.joined(separator: "/")
    }

    /// - Returns: "" for the root.
    static func folder(of path: String) -> String {
        path.split(separator: "/").dropLast().joined(separator: "/")
    }

    static func inContainer(_ path: String) -> String { path.isEmpty ? mount : "\(mount)/\(path)" }
}
