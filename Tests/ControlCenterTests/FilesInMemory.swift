@testable import Model

/// A repository in memory.
struct FilesInMemory: RepositoryFiles {
    var files: [String: [UInt8]]
    var outside: Set<String> = []
    var isComplete = true

    init(_ files: [String: String], isComplete: Bool = true) {
        self.files = files.mapValues { Array($0.utf8) }
        self.isComplete = isComplete
    }

    func names(in folder: String) -> [String] {
        let prefix = folder.isEmpty ? "" : folder + "/"
        let inside = files.keys.filter { $0.hasPrefix(prefix) }.map { $0.dropFirst(prefix.count).prefix { $0 != "/" } }
        return Set(inside.map(String.init)).sorted()
    }

    func content(of path: String) -> FileContent {
        if outside.contains(path) { return .outside }
        if let bytes = files[path] { return .file(bytes) }
        return path.isEmpty || files.keys.contains { $0.hasPrefix(path + "/") } ? .folder : .missing
    }
}

extension DependencyPlan {
    init(
        _ files: [String: String], requirementsFile: RequirementsFile = .automatic, extra: [String] = [],
        skipped: [String] = []
    ) {
        self.init(of: FilesInMemory(files), requirementsFile: requirementsFile, extra: extra, skipped: skipped)
    }
}
