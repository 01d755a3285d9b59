import Model

/// Time limit of each recipe step.
package struct StepLimits: Sendable {
    package let clone: Duration
    package let pull: Duration
    package let image: Duration
    package let install: Duration
    package let start: Duration
    package let health: Duration

    package init(
        clone: Duration, pull: Duration, image: Duration, install: Duration, start: Duration, health: Duration
    ) {
        self.clone = clone
        self.pull = pull
        self.image = image
        self.install = install
        self.start = start
        self.health = health
    }

    /// - Parameter step: nil for stopping and removing.
    func limit(of step: Step?) -> Duration {
        switch step {
        case .clone: clone
        case .inspect, .place: .seconds(30)
        case .pull: pull
        case .image: image
        case .install: install
        case .start, nil: start
        // The wait ends by itself at the limit, with the reason.
        case .health: health + .seconds(15)
        }
    }
}
