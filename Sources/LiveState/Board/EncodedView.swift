import Model
import Synchronization

/// An app's view, encoded once, when its JSON is first asked for.
final class EncodedView: Sendable {
    private enum State {
        case view(AppView)
        case json(String)
    }

    private let state: Mutex<State>

    init(_ view: AppView) {
        state = Mutex(.view(view))
    }

    var json: String {
        state.withLock { state in
            switch state {
            case .json(let json): return json
            case .view(let view):
                let json = JSONText.encode(view)
                state = .json(json)
                return json
            }
        }
    }
}
