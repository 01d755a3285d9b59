/// Disk space of an app: what is its own, and what it shares with every app that has the same packages.
struct PackagesView: Encodable {
    let ownBytes: Int64
    let sharedBytes: Int64

    init(_ app: App) {
        ownBytes = app.workspaceBytes
        sharedBytes = app.sharedBytes
    }

    enum CodingKeys: String, CodingKey {
        case ownBytes = "own_bytes"
        case sharedBytes = "shared_bytes"
    }
}
