import Model
import Synchronization

/// The newest view of each app that was published since the bell last rang.
final class FreshViews: Sendable {
    private let views = Mutex<[AppName: EncodedView]>([:])

    func add(_ more: [AppName: EncodedView]) {
        views.withLock { $0.merge(more) { _, newer in newer } }
    }

    func encode() {
        let views = views.withLock { views in
            defer { views = [:] }
            return views
        }
        for view in views.values { _ = view.json }
    }
}
