package struct AppNotFound: Error, Equatable {
    package let name: AppName

    package init(name: AppName) {
        self.name = name
    }
}

/// The app's state does not allow what was asked.
package struct AppConflict: Error, Equatable {
    package let state: AppState
}

/// The app stands in no waiting line.
package struct NotQueued: Error, Equatable {}

/// The app has no lease that could be renewed.
package struct NoLease: Error, Equatable {}
