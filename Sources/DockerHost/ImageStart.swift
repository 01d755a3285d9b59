import Model

/// How an image built from a Dockerfile is started: its program, its folders and its variables.
struct ImageStart {
    private let config: EngineModels.Image.Config

    init(_ config: EngineModels.Image.Config) {
        self.config = config
    }

    var hasFolder: Bool { config.folder?.isEmpty == false }

    /// Names of the variables that the image sets.
    var variables: Set<String> { Set(config.variables.keys) }

    /// Variables of the dynamic loader. NVIDIA's hook would use them on the machine itself (CVE-2025-23266), so the
    /// container gets them only once it runs.
    var loaderVariables: [String: String] { config.variables.filter { $0.key.hasPrefix("LD_") } }

    /// For ``StartScript/ofImage``.
    /// - Parameter line: of the settings; ``StartCommand/ofImage`` for the image's own.
    /// - Throws: `image_starts_nothing`.
    func command(_ line: StartCommand) throws(StepFailure) -> [String] {
        let program =
            line == .ofImage
            ? (config.entrypoint ?? []) + (config.command ?? []) : ["/bin/sh", "-c", line.rawValue]
        guard !program.isEmpty else {
            throw StepFailure(
                code: "image_starts_nothing", message: "The Dockerfile has neither CMD nor ENTRYPOINT.",
                hint: "Add a CMD to it, or enter a start command in the settings.")
        }
        let variables = loaderVariables.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        return variables + program
    }

    /// Paths of the image's volumes. Docker would keep each on the disk, without limit and without the app's name.
    /// - Throws: `image_volume`.
    func volumes() throws(StepFailure) -> [String] {
        var paths: Set<String> = []
        for path in (config.volumes ?? [:]).keys {
            let parts = path.split(separator: "/")
            let isPlain = path.utf8.allSatisfy { $0.isLetterOrDigit || "/._-".utf8.contains($0) }
            guard path.hasPrefix("/"), isPlain, !parts.isEmpty, !parts.contains("."), !parts.contains("..") else {
                throw StepFailure(
                    code: "image_volume",
                    message: "The volume \(LogText.clean(path.utf8)) of the image has no plain path.",
                    hint: "Correct the VOLUME line of the Dockerfile.")
            }
            paths.insert("/" + parts.joined(separator: "/"))
        }
        return paths.subtracting([AppFolder.data, "/tmp"]).sorted()
    }
}
