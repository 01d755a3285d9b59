package import Model

/// What apps may ask for: images, model folders and builds.
package struct OffersConfiguration: Sendable {
    package let images: AllowedImages
    package let models: ModelFolders
    package let builders: DockerfileBuilders

    init(_ values: CheckedValues) {
        images = AllowedImages(standard: values[\.offers.baseImage], patterns: values[\.offers.images])
        models = ModelFolders(values[\.offers.models])
        builders = values[\.offers.dockerfile]
    }
}
