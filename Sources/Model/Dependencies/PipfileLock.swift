import FoundationEssentials

/// `Pipfile.lock` as pinned requirements: the default group, with hashes and markers.
struct PipfileLock: Decodable {
    static let name = "Pipfile.lock"

    private struct Meta: Decodable {
        struct Source: Decodable {
            let url: String
        }

        let sources: [Source]?
        let requires: [String: String]?
    }

    private struct Package: Decodable {
        let version: String?
        let hashes: [String]?
        let markers: String?
        let extras: [String]?
        let git: String?
        let ref: String?
        let path: String?
        let file: String?
        let subdirectory: String?
        let editable: Bool?
    }

    private enum CodingKeys: String, CodingKey {
        case meta = "_meta"
        case packages = "default"
    }

    private let meta: Meta?
    private let packages: [String: Package]

    static func read(_ text: String) throws(FormatError) -> PipfileLock {
        do {
            return try JSONDecoder().decode(PipfileLock.self, from: Data(text.utf8))
        } catch {
            throw FormatError(line: 1, message: "it is no lock file of Pipenv")
        }
    }

    var python: PythonRequirement? {
        let requires = meta?.requires ?? [:]
        return (requires["python_version"] ?? requires["python_full_version"]).flatMap { version in
            PythonRequirement(version: version, source: "python_version in \(Self.name)")
        }
    }

    func add(to found: inout FoundDependencies, _ files: any RepositoryFiles) {
        for (index, source) in (meta?.sources ?? []).enumerated() {
            found.index(source.url, isDefault: index == 0, file: Self.name)
        }
        var reader = RequirementsReader(files)
        for name in packages.keys.sorted() {
            guard let package = packages[name] else { continue }
            let hashes = (package.hashes ?? []).sorted().map { " --hash=\($0)" }.joined()
            reader.read(Self.line(name, package) + hashes, of: Self.name, nil)
        }
        found.add(reader.found)
    }

    private static func line(_ name: String, _ package: Package) -> String {
        let extras = package.extras.map { $0.isEmpty ? "" : "[\($0.joined(separator: ","))]" } ?? ""
        let marker = package.markers ?? ""
        if let git = package.git {
            let folder = package.subdirectory.map { "#subdirectory=\($0)" } ?? ""
            let reference = package.ref.map { "@\($0)" } ?? ""
            return "\(name)\(extras) @ git+\(git)\(reference)\(folder)" + (marker.isEmpty ? "" : " ; \(marker)")
        }
        if let file = package.file, file.contains("://") {
            return "\(name)\(extras) @ \(file)" + (marker.isEmpty ? "" : " ; \(marker)")
        }
        if let path = package.path ?? package.file {
            let place = path.hasPrefix(".") || path.hasPrefix("/") ? path : "./\(path)"
            return (package.editable == true ? "-e " : "") + place + extras
        }
        let version = package.version == "*" ? "" : package.version ?? ""
        return "\(name)\(extras)\(version)" + (marker.isEmpty ? "" : "; \(marker)")
    }
}
