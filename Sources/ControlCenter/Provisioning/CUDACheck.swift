/// Says before anything is installed, or waits for a GPU, that it would not run on this driver.
extension Provisioner {
    /// How much of a requirements file is read.
    private static let longestRequirements = 1 << 20

    /// - Returns: what is worth a line in the log; nil while the base image is not there yet, which may bring what is
    ///   missing.
    /// - Throws: ``StepFailure`` `cuda_too_new`, or that NVIDIA's tool fails.
    func checkCUDA(of app: App, _ requirements: String?) async throws -> [String]? {
        guard app.settings.gpus.count != .none else { return [] }
        guard let image = try host.environment(ofImage: settings.baseImage) else { return nil }
        let text = try requirements.map { path in
            let bytes = try WorkspaceFile.contents(
                of: path, in: workspaces.path(of: app.name), limit: Self.longestRequirements)
            return String(decoding: bytes, as: UTF8.self)
        }
        return try CUDAFit.check(
            file: requirements ?? "", requirements: text, image: image, driver: try await line.look().driver)
    }
}
