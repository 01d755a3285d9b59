/// The folders with models that the operator offers, by name.
package struct ModelFolders: Sendable {
    /// Absolute paths on the host.
    package let paths: [ModelFolderName: String]

    package init(_ paths: [ModelFolderName: String] = [:]) {
        self.paths = paths
    }

    /// - Throws: `model_unknown`, with the position in `models`.
    package func admit(_ names: [ModelFolderName]) throws(FieldError) {
        for (index, name) in names.enumerated() where paths[name] == nil {
            let offered = paths.keys.map(\.rawValue).sorted()
            throw FieldError(
                field: "models[\(index)]", code: "model_unknown",
                message: offered.isEmpty
                    ? "This installation offers no model folders. Ask an operator to add “\(name)” to models."
                    : "There is no model folder “\(name)”. Choose from \(offered.joined(separator: ", ")).")
        }
    }
}
