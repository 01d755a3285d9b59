package import Model

/// An image to build from an app's checkout.
package struct ImageBuild: Equatable, Sendable {
    package let app: AppName
    /// Owns the workspace.
    package let uid: UInt32
    /// Absolute path on the host.
    package let workspace: String
    package let commit: CommitID?
    package let dockerfile: Dockerfile
    /// IDs of the images that the Dockerfile names, all of them present.
    package let images: [String: String]
    /// The installation's own image: reads the workspace.
    package let baseImage: String
    /// nil means the installation's default.
    package let memory: MemoryLimit?

    package init(
        app: AppName, uid: UInt32, workspace: String, commit: CommitID?, dockerfile: Dockerfile,
        images: [String: String], baseImage: String, memory: MemoryLimit?
    ) {
        self.app = app
        self.uid = uid
        self.workspace = workspace
        self.commit = commit
        self.dockerfile = dockerfile
        self.images = images
        self.baseImage = baseImage
        self.memory = memory
    }
}
