package import Model

/// The GPUs of this machine.
package protocol GPUInventory: Sendable {
    /// The current state; no GPUs on a machine without NVIDIA's driver.
    /// - Throws: ``StepFailure`` if nvidia-smi fails or times out.
    func read() async throws -> GPUReading
}
