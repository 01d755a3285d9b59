import Synchronization

/// Views published since the bell last rang.
final class FreshViews: Sendable {
    private let views = Mutex<[EncodedView]>([])

    func add(_ more: [EncodedView]) {
        views.withLock { $0 += more }
    }

    func encode() {
        let views = views.withLock { views in
            defer { views = [] }
            return views
        }
        for view in views { _ = view.json }
    }
}
