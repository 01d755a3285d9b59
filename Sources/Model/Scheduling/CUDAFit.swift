/// Checks that the driver supports the CUDA version that an app's packages and its image were built for.
package enum CUDAFit {
    /// Variables set by images that include NVIDIA's compatibility libraries, which run a newer major version on data
    /// center GPUs ("CUDA Compatibility", forward compatibility).
    private static let bridges = ["_CUDA_COMPAT_PATH", "NV_CUDA_COMPAT_PACKAGE"]

    /// PyTorch's package index for each major CUDA version; any driver of that version runs its builds.
    private static let indexes = [11: "cu118", 12: "cu126", 13: "cu130"]

    /// - Parameters:
    ///   - file: name of the requirements file.
    ///   - requirements: its contents; nil if it has none.
    ///   - image: environment variables set by the base image.
    ///   - driver: such as `550.54.15`; unknown versions are assumed to be new enough.
    /// - Returns: notes for the app's log.
    /// - Throws: ``StepFailure`` `cuda_too_new`.
    package static func check(
        file: String, requirements: String?, image: [String: String], driver: String?
    ) throws(StepFailure) -> [String] {
        guard let driver, let runs = CUDAVersion(ofDriver: driver) else { return [] }
        let hasBridge = bridges.contains { image[$0]?.isEmpty == false }
        let wanted = [
            (file, requirements.flatMap { CUDARequirement.newest(inRequirements: $0) }),
            ("The base image", CUDARequirement.ofImage(image)),
        ]
        var notes: [String] = []
        for case (let place, let need?) in wanted where need.version > runs {
            let words =
                "\(place) requires CUDA \(need.version) (“\(LogText.clean(need.source.utf8.prefix(200)))”), "
                + "but driver \(driver) supports CUDA up to \(runs)"
            if need.version.major == runs.major {
                notes.append("\(words): most features work through minor version compatibility.")
            } else if hasBridge {
                notes.append("\(words): the image has compatibility libraries, which only work on data center GPUs.")
            } else {
                throw tooNew(need.version, runs, words)
            }
        }
        return notes
    }

    private static func tooNew(_ wanted: CUDAVersion, _ runs: CUDAVersion, _ words: String) -> StepFailure {
        let driver = wanted.oldestDriver.map { "driver \($0) or newer" } ?? "a newer driver"
        let index = indexes[runs.major].map { " (for PyTorch: https://download.pytorch.org/whl/\($0))" } ?? ""
        return StepFailure(
            code: "cuda_too_new", message: words + ".",
            hint: "Use builds for CUDA \(runs.major)\(index), or ask the operator to install \(driver).")
    }
}
