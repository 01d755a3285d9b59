import LiveState
import Model
import Ports

/// Apps whose image is built from the Dockerfile of their repository.
extension Provisioner {
    /// - Returns: nil for apps that run in a Python environment.
    /// - Throws: `dockerfile_not_allowed`, `dockerfile_missing`, or what is wrong with the first line that is not built.
    func dockerfile(of app: App) throws(StepFailure) -> Dockerfile? {
        guard app.settings.build == .dockerfile else { return nil }
        guard settings.builders != .off else {
            throw StepFailure(
                code: "dockerfile_not_allowed", message: "This installation no longer builds Dockerfiles.",
                hint: "Ask the operator to set builds.dockerfile, or choose Python under Build in the app's settings.")
        }
        let text = try workspaces.dockerfile(of: app.name)
        do {
            return try Dockerfile(text, images: settings.images)
        } catch {
            throw error.failure
        }
    }

    /// Pulls the images that the Dockerfile names, and builds it.
    /// - Returns: the image's ID.
    func builtImage(of app: App, _ dockerfile: Dockerfile) async throws -> String {
        let name = app.name
        let needed = dockerfile.images + [settings.baseImage]
        let arePresent = { @Sendable in try needed.allSatisfy { try host.environment(ofImage: $0) != nil } }
        let images = try await run(.pull, of: name, unless: arePresent) {
            var images: [String: String] = [:]
            for reference in dockerfile.images {
                do {
                    images[reference] = try await pull(reference, for: name)
                } catch let failure as StepFailure where failure.code == "image_missing" {
                    throw StepFailure(
                        code: failure.code, message: "The Dockerfile's image \(reference) could not be pulled.",
                        hint: "Check its name and tag; for a private registry ask the operator to log in.",
                        lines: [failure.message])
                }
            }
            return images
        }
        let order = ImageBuild(
            app: name, uid: app.uid, workspace: workspaces.path(of: name), commit: registry.app(name)?.commit,
            dockerfile: dockerfile, images: images,
            baseImage: try await run(.pull, of: name, quietly: true) { try await pull(settings.baseImage, for: name) },
            memory: app.settings.memory)
        return try await run(.image, of: name, unless: { try host.hasBuilt(order) }) {
            try await host.build(order) { line in registry.report(logs.append(line, from: .image, to: name), of: name) }
        }
    }
}
