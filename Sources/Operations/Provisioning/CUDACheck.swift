import Ports
import Model

/// What an app's packages need of the driver and the GPUs.
struct CUDAAnswer {
    /// For the log.
    var notes: [String] = []
    var unfit = UnfitGPUs.none
}

/// Fails early, before dependencies are installed or a GPU is allocated, if the app would not run on this driver or on
/// these GPUs.
extension Provisioner {
    /// - Parameter image: ID or reference of the image that the app is to run, or of the one below it.
    /// - Returns: nil if the image, which may include what is missing, is not present yet.
    /// - Throws: ``StepFailure`` `cuda_too_new` or `card_unfit`, or nvidia-smi's failure.
    func checkCUDA(of app: App, _ plan: DependencyPlan, in image: String) async throws -> CUDAAnswer? {
        let count = app.settings.gpus.count
        guard count != .none else { return CUDAAnswer() }
        guard let image = try host.environment(ofImage: image) else { return nil }
        let text = plan.requirements.isEmpty ? nil : plan.requirements
        let (file, seen) = (plan.files.first ?? "", try await gpus.readSnapshot())
        let notes = try CUDAFit.check(file: file, requirements: text, image: image, driver: seen.driver)
        let unfit = try WheelFit.check(
            file: file, requirements: text, image: image, gpus: seen.gpus, count: count.rawValue, driver: seen.driver)
        return CUDAAnswer(notes: notes + unfit.notes(on: seen.gpus), unfit: unfit)
    }
}
