import Model

/// Time limit of each recipe step.
package struct StepLimits: Sendable {
    package var clone = Duration.seconds(15 * 60)
    package var pull = Duration.seconds(60 * 60)
    package var image = Duration.seconds(30 * 60)
    package var install = Duration.seconds(60 * 60)
    package var start = Duration.seconds(2 * 60)
    package var health = Duration.seconds(30 * 60)

    package init() {}

    /// - Parameter step: nil for stopping and removing.
    func limit(of step: Step?) -> Duration {
        switch step {
        case .clone: clone
        case .inspect, .place: .seconds(30)
        case .pull: pull
        case .image: image
        case .install: install
        case .start, nil: start
        case .health: health
        }
    }
}
