extension StepFailure {
    /// A container that exited.
    static func exited(code: Int, outOfMemory: Bool) -> StepFailure {
        if outOfMemory {
            return StepFailure(
                code: "app_out_of_memory", message: "The app was ended because it ran out of memory.",
                hint: "Use a smaller model or ask the operator for more memory.")
        }
        let signal = code > 128 ? " (signal \(code - 128))" : ""
        return StepFailure(
            code: "app_exited", message: "The app ended with exit code \(code)\(signal).",
            hint: "Its last log lines say why. Mend it in the repository and redeploy, or correct the start command.")
    }

    static let vanished = StepFailure(
        code: "container_gone", message: "The app's container is no longer there.", hint: "Start the app again.")

    static let listensOnLoopback = StepFailure(
        code: "listens_on_loopback",
        message: "The app listens on 127.0.0.1 inside its container, where nobody can reach it.",
        hint: "Make it listen on 0.0.0.0: often --listen, --host 0.0.0.0 or GRADIO_SERVER_NAME=0.0.0.0.")
}
