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
    /// - Parameter image: ID or reference of the image that the app is to run, or of the one below it; nil while unknown.
    /// - Returns: nil if the image, which may include what is missing, is not present yet.
    /// - Throws: ``StepFailure`` `cuda_too_new` or `card_unfit`, or one of a request that can never fit on this machine; or
    ///   nvidia-smi's failure.
    func checkGPUs(of app: App, _ plan: DependencyPlan, in image: String?) async throws -> CUDAAnswer? {
        let request = app.settings.gpus
        guard request.count != .none else { return CUDAAnswer() }
        let seen = try await gpus.readSnapshot()
        guard let image = try image.flatMap({ try host.environment(ofImage: $0) }) else {
            try GPUPlacement.check(request, on: seen.gpus)
            return nil
        }
        let text = plan.requirements.isEmpty ? nil : plan.requirements
        let file = plan.files.first ?? ""
        let notes = try CUDAFit.check(file: file, requirements: text, image: image, driver: seen.driver)
        let unfit = try WheelFit.check(
            file: file, requirements: text, image: image, gpus: seen.gpus, count: request.count.rawValue,
            driver: seen.driver)
        try GPUPlacement.check(request, on: seen.gpus, without: unfit)
        return CUDAAnswer(notes: notes + unfit.notes(on: seen.gpus), unfit: unfit)
    }
}
