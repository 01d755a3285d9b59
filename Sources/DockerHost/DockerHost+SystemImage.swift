package import Model
import Ports
import FoundationEssentials

/// Builds images with system packages (decision 24).
extension DockerHost {
    package func systemImage(
        base: String, packages: [SystemPackageName], renewing: Bool, log: @escaping @Sendable (String) -> Void
    ) async throws -> String {
        guard let found = try engine.get(EngineModels.Image.self, EngineQuery.image(base)) else {
            throw StepFailure(
                code: "image_missing", message: "The base image \(base) is missing.", hint: "Redeploy to pull it again."
            )
        }
        let image = SystemImage(base: found.id, packages: packages, installation: installation)
        let names = image.packages.joined(separator: ", ")
        let waiting = { log("Waiting for another deployment that builds the image with \(names).") }
        return try await builds.take(image.tag, waiting: waiting) {
            guard let built = try engine.get(EngineModels.Image.self, EngineQuery.image(image.tag)) else {
                log("Installing \(names)")
                return try await build(image, startsAs: found.config, log)
            }
            guard renewing, isDue(built) else {
                log("Using the existing image with \(names).")
                return built.id
            }
            log("Installing \(names) anew: the existing image is old, and Debian may have updates.")
            do {
                return try await build(image, startsAs: found.config, log)
            } catch let failure as StepFailure {
                try Task.checkCancellation()
                log("\(failure.message) Using the existing image.")
                return built.id
            }
        }
    }

    package func hasSystemImage(base: String, packages: [SystemPackageName], renewing: Bool) throws -> Bool {
        let image = SystemImage(base: base, packages: packages, installation: installation)
        guard let built = try engine.get(EngineModels.Image.self, EngineQuery.image(image.tag)) else { return false }
        return !(renewing && isDue(built))
    }

    private func isDue(_ image: EngineModels.Image) -> Bool {
        guard let lifetime = settings.imageLifetime, let built = EngineModels.date(image.created) else { return false }
        return -built.timeIntervalSinceNow >= lifetime
    }

    private func build(
        _ image: SystemImage, startsAs base: EngineModels.Image.Config?, _ log: @escaping @Sendable (String) -> Void
    ) async throws -> String {
        try await ensureIsolation()
        // What a crash left behind.
        try discardBuilder(of: image)
        defer { try? discardBuilder(of: image) }
        try await addresses.withSubnet(forNetwork: image.builder) { subnet in
            try await runner.run(.network(for: image, bridge: bridges.bridge(build: image.key), subnet: subnet))
        }
        try await install(image, log)
        try await runner.run(.commit(image, startsAs: base))
        guard let built = try engine.get(EngineModels.Image.self, EngineQuery.image(image.tag))?.id else {
            throw StepFailure(
                code: "image_missing", message: "The image \(image.tag) is missing after it was built.",
                hint: "Redeploy to build it again.")
        }
        return built
    }

    private func install(_ image: SystemImage, _ log: @escaping @Sendable (String) -> Void) async throws {
        let output = OutputTail()
        do {
            try await withThrowingTaskGroup { group in
                group.addTask {
                    try await runner.run(.install(image, settings)) { line in
                        output.append(line)
                        log(line)
                    }
                }
                group.addTask { try await refuseGrowth(of: image) }
                defer { group.cancelAll() }
                try await group.next()
            }
        } catch let failure as StepFailure {
            // Output of apt must not be mistaken for an error of Docker.
            let state = try engine.get(EngineModels.Container.self, EngineQuery.container(image.builder))?.state
            guard failure.code != "image_too_large", let state, state.status == "exited", state.exitCode != 0 else {
                throw failure
            }
            throw SystemImageFailure.of(output.lines, outOfMemory: state.outOfMemory, settings)
        }
    }

    /// Throws once the container has written more than it may; returns only by cancellation.
    private func refuseGrowth(of image: SystemImage) async throws {
        while true {
            try await Task.sleep(for: .seconds(3))
            let size = try? engine.get(EngineModels.Size.self, EngineQuery.containerSize(image.builder))
            if let written = size?.written, written > Int64(settings.imageGiB) << 30 {
                throw SystemImageFailure.tooLarge(settings)
            }
        }
    }

    private func discardBuilder(of image: SystemImage) throws {
        _ = try engine.delete(EngineQuery.removal(ofContainer: image.builder))
        _ = try engine.delete(EngineQuery.removal(ofNetwork: image.builder))
    }
}
