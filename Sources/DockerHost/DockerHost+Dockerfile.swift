package import Model
package import Ports
import Glibc

/// Builds images from apps' Dockerfiles with the engine's classic builder (decision 26).
extension DockerHost {
    package func build(_ order: ImageBuild, log: @escaping @Sendable (String) -> Void) async throws -> String {
        let image = BuiltImage(order, settings: settings, installation: installation)
        let waiting = { log("Waiting for another build of this app.") }
        return try await builds.take(image.mark, waiting: waiting) {
            if let built = try id(of: image) {
                log("Using the image that was built from this commit.")
                return built
            }
            return try await build(image, order, log)
        }
    }

    package func hasBuilt(_ order: ImageBuild) throws -> Bool {
        try id(of: BuiltImage(order, settings: settings, installation: installation)) != nil
    }

    package func isBuilt(_ image: String, of app: AppName) throws -> Bool {
        try engine.get(EngineModels.Image.self, EngineQuery.image(image))?.config?.labels?[Label.image]
            == BuiltImage.mark(of: app)
    }

    package func removeImages(of app: AppName) throws {
        for image in try images(label: BuiltImage.mark(of: app), all: false) {
            for name in image.names { _ = try engine.delete(EngineQuery.removal(ofImage: name)) }
            _ = try engine.delete(EngineQuery.removal(ofImage: image.id))
        }
    }

    /// The Compose file of an app whose image was built, once its folder can be mounted.
    func composeBuilt(_ stack: Stack, _ composer: StackComposer) async throws -> ComposeFile {
        guard let config = try engine.get(EngineModels.Image.self, EngineQuery.image(stack.image))?.config else {
            throw StepFailure(
                code: "image_missing", message: "The app's image is no longer on this machine.",
                hint: "Redeploy to build it again.", action: .redeploy)
        }
        let file = try composer.compose(stack, built: config)
        try await stopWriters(of: stack.app)
        try OwnFolder.ensure(in: stack.workspace, uid: stack.uid)
        return file
    }

    /// A container that has the whole workspace could put a link where the folder to mount is.
    private func stopWriters(of app: AppName) async throws {
        let writers = try list(EngineQuery.containers(instance: installation, app: app)).filter {
            $0.labels[Label.build] == nil && $0.state == "running"
        }
        if !writers.isEmpty { try await runner.run(.stop(app)) }
    }

    private func build(
        _ image: BuiltImage, _ order: ImageBuild, _ log: @escaping @Sendable (String) -> Void
    ) async throws -> String {
        try await ensureIsolation()
        // What a crash left behind.
        discard(image)
        defer { discard(image) }
        try await addresses.withSubnet(forNetwork: image.builder) { subnet in
            try await runner.run(.network(for: image, bridge: bridges.bridge(build: image.key), subnet: subnet))
        }
        try await run(image, order, log)
        guard let built = try id(of: image) else {
            throw StepFailure(
                code: "image_missing", message: "The image \(image.tag) is missing after it was built.",
                hint: "Redeploy to build it again.")
        }
        return built
    }

    private func run(
        _ image: BuiltImage, _ order: ImageBuild, _ log: @escaping @Sendable (String) -> Void
    ) async throws {
        let folder = StackFolder(of: order.app, in: settings.stacks)
        try folder.writing {
            try folder.write([
                ContainerScripts.context: PackageResources.context_py, Dockerfile.name: Array(image.written.text.utf8),
            ])
        }
        let memory = order.memory ?? settings.memory
        let progress = BuildProgress(image.written, log)
        do {
            try await withThrowingTaskGroup { group in
                group.addTask {
                    try await runner.run(
                        .context(image, order, settings, input: folder.input), into: .build(image, memory, settings),
                        line: progress.receive)
                }
                group.addTask { try await BuildWatch(host: self, image: image).run() }
                defer { group.cancelAll() }
                try await group.next()
            }
        } catch let failure as BuildFailed {
            throw BuildFailure.of(failure, progress.step, memory: memory, settings)
        }
    }

    private func id(of image: BuiltImage) throws -> String? {
        try engine.get(EngineModels.Image.self, EngineQuery.image(image.tag))?.id
    }

    func containers(of image: BuiltImage) throws -> [EngineModels.ContainerSummary] {
        try list(EngineQuery.containers(instance: installation, image: image.mark))
    }

    func images(label: String, all: Bool) throws -> [EngineModels.ImageSummary] {
        try self.all(
            [EngineModels.ImageSummary].self, EngineQuery.images(instance: installation, image: label, all: all))
    }

    /// Removes the containers and the network of a build, and the images of stages and steps that no image needs. The
    /// engine may take a moment to notice that a build was cancelled.
    private func discard(_ image: BuiltImage) {
        for _ in 1...50 {
            if (try? isDiscarded(image)) != false { return }
            usleep(100_000)
        }
    }

    /// - Returns: true if nothing was left to remove.
    private func isDiscarded(_ image: BuiltImage) throws -> Bool {
        let containers = try containers(of: image).filter { Label.app(in: $0.labels) == nil }
        for container in containers { _ = try engine.delete(EngineQuery.removal(ofContainer: container.id)) }
        let images = try images(label: image.mark, all: false).filter(\.names.isEmpty)
        for left in images { _ = try engine.delete(EngineQuery.removal(ofImage: left.id)) }
        let refusal = try engine.delete(EngineQuery.removal(ofNetwork: image.builder))
        return containers.isEmpty && images.isEmpty && refusal == nil
    }
}
