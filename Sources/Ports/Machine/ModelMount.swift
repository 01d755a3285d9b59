package import Model

/// A folder of the host that an app can read at `/models/NAME`.
package struct ModelMount: Equatable, Sendable {
    package let name: ModelFolderName
    /// Absolute path on the host.
    package let path: String

    package init(name: ModelFolderName, path: String) {
        self.name = name
        self.path = path
    }
}
