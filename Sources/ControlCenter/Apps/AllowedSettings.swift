package import Model

/// What the operator lets apps ask for: Git hosts, images, model folders and builds.
package struct AllowedSettings: Sendable {
    private let hosts: RepositoryHosts
    private let images: AllowedImages
    private let models: ModelFolders
    private let builders: DockerfileBuilders

    package init(
        hosts: RepositoryHosts, images: AllowedImages, models: ModelFolders, builders: DockerfileBuilders = .off
    ) {
        self.hosts = hosts
        self.images = images
        self.models = models
        self.builders = builders
    }

    package var buildsDockerfiles: Bool { builders != .off }

    package func admitsHost(of settings: AppSettings) -> Bool {
        (try? hosts.admit(settings.repository)) != nil
    }

    /// - Parameters:
    ///   - present: the settings before a change; what stays as it is need not be allowed any more. nil for a
    ///   new app.
    ///   - role: of the person who asks.
    package func admit(
        _ settings: AppSettings, changing present: AppSettings? = nil, by role: Role
    ) throws(InvalidFields) {
        var errors: [FieldError] = []
        func collect(_ check: () throws(FieldError) -> Void) {
            do { try check() } catch { errors.append(error) }
        }
        if settings.repository != present?.repository {
            collect { () throws(FieldError) in _ = try hosts.admit(settings.repository) }
        }
        if let image = settings.image, image != present?.image {
            collect { () throws(FieldError) in try images.admit(image) }
        }
        if settings.models != present?.models {
            collect { () throws(FieldError) in try models.admit(settings.models) }
        }
        if settings.build == .dockerfile, present?.build != .dockerfile {
            collect { () throws(FieldError) in try builders.admit(role) }
        }
        guard errors.isEmpty else { throw InvalidFields(errors) }
    }
}
