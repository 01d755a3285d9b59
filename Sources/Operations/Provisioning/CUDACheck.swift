import Ports
import Model

/// Fails early, before dependencies are installed or a GPU is allocated, if the app would not run on this driver.
extension Provisioner {
    /// Maximum bytes read from a requirements file.
    private static let longestRequirements = 1 << 20

    /// - Returns: notes for the log; nil if the base image, which may include what is missing, is not present yet.
    /// - Throws: ``StepFailure`` `cuda_too_new`, or nvidia-smi's failure.
    func checkCUDA(of app: App, _ requirements: String?) async throws -> [String]? {
        guard app.settings.gpus.count != .none else { return [] }
        guard let image = try host.environment(ofImage: settings.baseImage) else { return nil }
        let text = try requirements.map { path in
            let bytes = try WorkspaceFile.contents(
                of: path, in: workspaces.path(of: app.name), limit: Self.longestRequirements)
            return String(decoding: bytes, as: UTF8.self)
        }
        return try CUDAFit.check(
            file: requirements ?? "", requirements: text, image: image, driver: try await gpus.readSnapshot().driver)
    }
}
