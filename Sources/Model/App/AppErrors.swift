package struct AppNotFound: Error, Equatable {
    package let name: AppName

    package init(name: AppName) {
        self.name = name
    }
}

/// The app's state does not allow the requested action.
package struct AppConflict: Error, Equatable, Sendable {
    package let state: AppState

    package init(state: AppState) {
        self.state = state
    }
}

/// The app is not in the GPU queue.
package struct NotQueued: Error, Equatable {
    package init() {}
}

/// The app has no lease to renew.
package struct NoLease: Error, Equatable {
    package init() {}
}
