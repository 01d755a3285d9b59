package import Model

/// An event derived from what Docker reported.
package struct ObservedTransition: Sendable {
    /// As it was before Docker was asked.
    package let app: App
    package let event: AppEvent

    package init(app: App, event: AppEvent) {
        self.app = app
        self.event = event
    }
}
