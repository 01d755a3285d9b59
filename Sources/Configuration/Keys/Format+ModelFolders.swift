import Model

extension Format where Value == [ModelFolderName: String] {
    /// Absolute paths by name.
    static var folders: Self {
        .init(
            rule: "an object of absolute paths by name, such as { \"checkpoints\": \"/srv/models/sd\" }",
            read: { given throws(Misfit) in
                guard case .json(let json) = given else { throw Misfit("only the file can set it") }
                guard case .object(let members) = json else { throw Misfit(given) }
                var folders: [ModelFolderName: String] = [:]
                for (name, path) in members { folders[try folderName(name)] = try folderPath(path, name) }
                return folders
            },
            show: { folders in
                let shown = folders.map { "\($0.key) at \($0.value)" }.sorted()
                return shown.isEmpty ? nothing : shown.joined(separator: ", ")
            })
    }

    private static func folderName(_ text: String) throws(Misfit) -> ModelFolderName {
        do {
            return try ModelFolderName(text, field: "")
        } catch {
            throw Misfit("the name \(Words.quoted(text)) is not allowed. \(error.message)")
        }
    }

    private static func folderPath(_ value: JSONValue, _ name: String) throws(Misfit) -> String {
        do {
            return try Format<String>.path.read(.json(value))
        } catch {
            throw Misfit("\(name) is \(GivenValue.json(value))")
        }
    }
}
