import LiveState
import Model
import Ports

/// Which image an app's containers run.
extension Provisioner {
    /// - Parameters:
    ///   - found: Debian packages that the repository asks for, besides those of the settings.
    ///   - dockerfile: builds the image; nil for the one that the settings name.
    ///   - renewing: builds an image with packages again that is old.
    ///   - pinned: ID of the image that an earlier deployment ran, to be used again; nil for the current one.
    /// - Returns: the image's ID, so that its tag can change without changing the app.
    func image(
        of app: App, adding found: [SystemPackageName], _ dockerfile: Dockerfile?, renewing: Bool, pinned: String?
    ) async throws -> String {
        if let pinned {
            if try await run(.pull, of: app.name, quietly: true, { try isUsable(pinned, for: app) }) {
                log("Using the image that ran with this commit (\(Self.short(pinned))).", app.name)
                return pinned
            }
            log(
                "The image that ran with this commit (\(Self.short(pinned))) is no longer on this machine"
                    + ", or was made in another way. Using the current one.", app.name)
        }
        if let dockerfile { return try await builtImage(of: app, dockerfile) }
        let name = app.name
        let reference = baseImage(of: app)
        let base = try await run(.pull, of: name, unless: { try host.environment(ofImage: reference) != nil }) {
            try await pull(reference, for: name)
        }
        let packages = Set(app.settings.systemPackages + found).sorted { $0.rawValue < $1.rawValue }
        guard !packages.isEmpty else { return base }
        let isBuilt = { @Sendable in
            try host.hasSystemImage(base: base, packages: packages, renewing: renewing)
        }
        return try await run(.image, of: name, unless: isBuilt) {
            try await host.systemImage(base: base, packages: packages, renewing: renewing) { line in
                registry.report(logs.append(line, from: .image, to: name), of: name)
            }
        }
    }

    /// An image that ran before is none for an app that is now built in another way.
    private func isUsable(_ pinned: String, for app: App) throws -> Bool {
        guard try host.environment(ofImage: pinned) != nil else { return false }
        return try host.isBuilt(pinned, of: app.name) == (app.settings.build == .dockerfile)
    }

    /// - Returns: the image's ID.
    func pull(_ reference: String, for name: AppName) async throws -> String {
        try await host.ensureImage(reference) { line in
            logs.append(line, from: .deploy, to: name)
        } progress: { summary in
            registry.report(summary, of: name)
        }
    }

    /// The image that the app's settings name, or the installation's.
    func baseImage(of app: App) -> String { app.settings.image?.rawValue ?? settings.baseImage }

    /// As `docker images` shows it.
    private static func short(_ image: String) -> String {
        String(image.replacing("sha256:", with: "").prefix(12))
    }
}
