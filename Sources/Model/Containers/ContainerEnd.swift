extension StepFailure {
    /// A container that exited.
    package static func exited(code: Int, outOfMemory: Bool) -> StepFailure {
        if outOfMemory {
            return StepFailure(
                code: "app_out_of_memory", message: "The app ran out of memory and was killed.",
                hint: "Raise its memory limit or use a smaller model.")
        }
        let signal = code > 128 ? " (signal \(code - 128))" : ""
        return StepFailure(
            code: "app_exited", message: "The app exited with code \(code)\(signal).",
            hint: "Check its last log lines. Fix the repository and redeploy, or correct the start command.")
    }

    package static let vanished = StepFailure(
        code: "container_gone", message: "The app's container no longer exists.", hint: "Start the app again.")
}
