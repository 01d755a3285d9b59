/// Checks that the PyTorch of an app has kernels for this machine's GPUs.
package enum WheelFit {
    /// - Parameters:
    ///   - file: name of the requirements file.
    ///   - requirements: its contents; nil if it has none.
    ///   - image: environment variables set by the base image.
    ///   - gpus: those that do not report their compute capability fit.
    ///   - count: number of GPUs that the app requests.
    ///   - driver: such as `550.54.15`.
    /// - Returns: the GPUs to leave out.
    /// - Throws: ``StepFailure`` `card_unfit` if too few GPUs are left.
    package static func check(
        file: String, requirements: String?, image: [String: String], gpus: [GPU], count: Int, driver: String?
    ) throws(StepFailure) -> UnfitGPUs {
        guard let torch = TorchBuilds.of(requirements: requirements, image: image) else { return .none }
        let unfit = gpus.filter { gpu in gpu.capability.map { !torch.run(on: $0) } ?? false }
        // That the machine has too few GPUs of any kind is said by the placement.
        guard !unfit.isEmpty, gpus.count >= count, gpus.count - unfit.count < count else {
            return unfit.isEmpty ? .none : UnfitGPUs(uuids: Set(unfit.map(\.uuid)), wheel: torch.name)
        }
        throw refusal(torch, file: file, unfit: unfit, of: gpus, count: count, driver: driver)
    }

    private static func refusal(
        _ torch: TorchBuilds, file: String, unfit: [GPU], of gpus: [GPU], count: Int, driver: String?
    ) -> StepFailure {
        let newest = unfit.compactMap(\.capability).max()
        let advice = newest.flatMap {
            TorchAdvice(for: $0, instead: torch.versions, driver: driver.flatMap { CUDAVersion(ofDriver: $0) })
        }
        var kinds: [String] = []
        for gpu in unfit where !kinds.contains(gpu.kind) { kinds.append(gpu.kind) }
        let subject = torch.origin == .image ? "The base image's \(torch.name)" : torch.name
        let some = unfit.count < gpus.count ? "The app requests \(count) GPUs, but " : ""
        let use = advice.map { ": use \($0.words)" } ?? ", and neither has any build that is known"
        return StepFailure(
            code: "card_unfit",
            message: "\(some)\(subject) has no kernels for \(kinds.joined(separator: " or "))\(use).",
            hint: hint(torch, file: file, advice), action: advice?.action(for: torch))
    }

    private static func hint(_ torch: TorchBuilds, file: String, _ advice: TorchAdvice?) -> String {
        guard case .requirements(let line, _) = torch.origin else {
            return "Ask the operator for a base image with another PyTorch, or deploy the app with 0 GPUs."
        }
        let builds = advice.map { " Builds for CUDA \($0.wheel.cuda) are at \($0.wheel.index)." } ?? ""
        return "Change “\(line)” in \(file), or deploy the app with 0 GPUs.\(builds)"
    }
}
