/// Where the image that an app runs comes from.
package enum BuildMethod: String, Sendable, CaseIterable {
    /// The image that the settings name, with an environment for the app's Python packages.
    case python
    /// The Dockerfile at the top of the repository.
    case dockerfile

    /// - Throws: `build_unknown`.
    package init(_ text: String) throws(FieldError) {
        guard let method = BuildMethod(rawValue: text) else {
            throw FieldError(field: "build", code: "build_unknown", message: "Choose “python” or “dockerfile”.")
        }
        self = method
    }
}
