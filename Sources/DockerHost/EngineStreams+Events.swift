import Model

extension EngineStreams {
    /// Reports the apps that the Engine's events are about, until the stream ends; nil for any app.
    /// - Throws: ``EventsUnavailable`` if it did not begin.
    func follow(events target: String, _ onChange: @escaping @Sendable (AppName?) -> Void) async throws {
        let hasBegun = await withCheckedContinuation { (ended: CheckedContinuation<Bool, Never>) in
            open(target) {
                var lines = EventLines()
                var hasBegun = false
                return Stream(
                    onBegin: {
                        hasBegun = true
                        // The subscription is active, so no event can be missed from here on: refresh everything once.
                        onChange(nil)
                    },
                    onBytes: { lines.receive($0, onChange: onChange) },
                    onEnd: {
                        onChange(nil)
                        ended.resume(returning: hasBegun)
                    })
            }
        }
        guard hasBegun else { throw EventsUnavailable() }
    }
}

/// The Engine does not answer.
struct EventsUnavailable: Error {}
