/// GPUs held by one of our apps: its container is running on them, may be running, or is about to.
package struct GPUAllocation: Equatable, Sendable {
    package let app: Int64
    /// nil for a simulated app that has no container yet.
    package let name: AppName?
    package let owner: String
    /// UUIDs.
    package let gpus: [String]
    package let claim: GPUReservation

    package init(app: Int64, name: AppName?, owner: String, gpus: [String], claim: GPUReservation) {
        self.app = app
        self.name = name
        self.owner = owner
        self.gpus = gpus
        self.claim = claim
    }
}
