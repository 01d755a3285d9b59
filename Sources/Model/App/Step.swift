/// A step of the deployment recipe, in order.
package enum Step: String, Sendable, Codable, CaseIterable {
    case clone, inspect, pull, image, install, place, start, health

    /// The app state shown while the step runs.
    package var state: AppState {
        switch self {
        case .clone, .inspect: .cloning
        case .place: .waitingForGPU
        case .pull, .image: .pulling
        case .install: .installing
        case .start, .health: .starting
        }
    }
}
