import Model

/// Entries by name. A copy shares them, so that a snapshot of a thousand apps costs a thousand references.
struct AppTable: Sendable {
    private final class Row: Sendable {
        let entry: AppEntry

        init(_ entry: AppEntry) { self.entry = entry }
    }

    private var rows: [AppName: Row] = [:]

    subscript(name: AppName) -> AppEntry? {
        get { rows[name]?.entry }
        set { rows[name] = newValue.map(Row.init) }
    }

    var values: some Collection<AppEntry> { rows.values.lazy.map(\.entry) }
}
