package import Model

/// What the operator lets apps ask for: Git hosts, images and model folders.
package struct AllowedSettings: Sendable {
    private let hosts: RepositoryHosts
    private let images: AllowedImages
    private let models: ModelFolders

    package init(hosts: RepositoryHosts, images: AllowedImages, models: ModelFolders) {
        self.hosts = hosts
        self.images = images
        self.models = models
    }

    package func admitsHost(of settings: AppSettings) -> Bool {
        (try? hosts.admit(settings.repository)) != nil
    }

    /// - Parameter present: the settings before a change; what stays as it is need not be allowed any more. nil for a
    ///   new app.
    package func admit(_ settings: AppSettings, changing present: AppSettings? = nil) throws(InvalidFields) {
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
        guard errors.isEmpty else { throw InvalidFields(errors) }
    }
}
