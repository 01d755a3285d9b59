/// The GPUs of this machine.
package protocol GPUInventory: Sendable {
    /// What is there now; no card on a machine without NVIDIA's driver.
    /// - Throws: ``StepFailure`` when the driver's tool fails or does not answer in time.
    func read() async throws -> GPUReading
}
