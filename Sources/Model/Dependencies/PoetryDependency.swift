/// A dependency as Poetry and Pipenv write it: `name = "^1.2"` or `name = {version = "^1.2", markers = "…"}`.
struct PoetryDependency {
    let name: String
    /// In pip's words.
    let requirements: [String]
    /// The version could not be translated and is left open.
    let isLoose: Bool

    /// - Parameter isPipenv: versions are PEP 440 specifiers already.
    /// - Returns: nil for a dependency that is only installed with an extra.
    init?(_ name: String, _ value: TOMLValue, isPipenv: Bool = false) {
        self.name = name
        let tables: [TOMLTable?]
        switch value.content {
        case .array(let values): tables = values.map(\.table)
        case .table(let table): tables = [table]
        default: tables = [nil]
        }
        var isLoose = false
        var requirements: [String] = []
        for table in tables {
            guard table?["optional"]?.boolean != true else { continue }
            let version = table.map { $0.string("version") ?? "*" } ?? value.string ?? "*"
            var versions = isPipenv ? (version == "*" ? "" : version) : PoetryVersion.specifiers(version)
            if versions.contains("||") { (versions, isLoose) = ("", true) }
            requirements.append(Self.line(name, table, versions))
        }
        guard !requirements.isEmpty else { return nil }
        self.requirements = requirements
        self.isLoose = isLoose
    }

    private static func line(_ name: String, _ table: TOMLTable?, _ versions: String) -> String {
        guard let table else { return name + versions }
        let extras = table.strings("extras")
        let full = name + (extras.isEmpty ? "" : "[\(extras.joined(separator: ","))]")
        let marker = Self.marker(table)
        if let git = table.string("git") {
            let reference =
                ["rev", "tag", "branch", "ref"].compactMap { table.string($0) }.first.map { "@\($0)" } ?? ""
            let folder = table.string("subdirectory").map { "#subdirectory=\($0)" } ?? ""
            return "\(full) @ \(git.hasPrefix("git+") ? "" : "git+")\(git)\(reference)\(folder)"
                + (marker.isEmpty ? "" : " ; \(marker)")
        }
        if let url = table.string("url") ?? table.string("file") {
            return "\(full) @ \(url)" + (marker.isEmpty ? "" : " ; \(marker)")
        }
        if let path = table.string("path") {
            let isEditable = table["develop"]?.boolean ?? table["editable"]?.boolean ?? false
            let place = path.hasPrefix("/") || path.hasPrefix(".") ? path : "./\(path)"
            return (isEditable ? "-e " : "") + place + (marker.isEmpty ? "" : "; \(marker)")
        }
        return full + versions + (marker.isEmpty ? "" : "; \(marker)")
    }

    private static func marker(_ table: TOMLTable) -> String {
        var parts = [table.string("markers")].compactMap(\.self)
        if let python = table.string("python") { parts += [Self.pythonMarker(python)].compactMap(\.self) }
        if let platform = table.string("platform") { parts.append("sys_platform == \"\(platform)\"") }
        // Pipenv takes markers as keys too.
        for key in ["sys_platform", "platform_system", "os_name", "python_version"] {
            if let value = table.string(key) { parts.append("\(key) \(value)") }
        }
        return parts.count > 1 ? parts.map { "(\($0))" }.joined(separator: " and ") : parts.first ?? ""
    }

    private static func pythonMarker(_ constraint: String) -> String? {
        let specifiers = PoetryVersion.specifiers(constraint)
        guard !specifiers.isEmpty else { return nil }
        let alternatives = specifiers.split(separator: "||").map { alternative in
            alternative.split(separator: ",").map { clause -> String in
                let bare = clause.trimming(\.isWhitespace)
                let comparison = bare.prefix { "<>=!~".contains($0) }
                let number = bare.dropFirst(comparison.count)
                let name =
                    number.split(separator: ".").count > 2 && !number.hasSuffix("*")
                    ? "python_full_version" : "python_version"
                return "\(name) \(comparison) \"\(number.hasSuffix(".*") ? number.dropLast(2) : number)\""
            }.joined(separator: " and ")
        }
        return alternatives.joined(separator: " or ")
    }
}
