import Model
import Ports

extension Step {
    /// The log line that announces the step.
    var announcement: String {
        switch self {
        case .clone: "Cloning the repository"
        case .inspect: "Inspecting the repository"
        case .place: "Allocating GPUs"
        case .pull: "Pulling the base image"
        case .image: "Building the image"
        case .install: "Installing dependencies"
        case .start: "Starting the container"
        case .health: "Waiting for the healthcheck"
        }
    }
}

extension FetchProgress {
    /// For example "1204 of 3000 objects, 12.4 MB".
    var summary: String {
        if totalFiles > 0 { return "\(checkedOutFiles) of \(totalFiles) files" }
        let tenths = receivedBytes / 100_000
        return "\(receivedObjects) of \(totalObjects) objects, \(tenths / 10).\(tenths % 10) MB"
    }
}
