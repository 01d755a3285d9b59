import Configuration
import Operations

/// Where the service keeps its data and listens.
struct PathsConfiguration: Sendable {
    let socket: String
    let socketGroup: String
    /// The folder of the database and what belongs to it.
    let state: String
    let workspaces: Workspaces

    init(_ reader: ConfigReader) {
        socket = reader.text("paths.socket", "/run/dcc/dcc.sock")
        socketGroup = reader.text("paths.socketGroup", "www-data")
        state = reader.text("paths.state", "/var/lib/dcc")
        workspaces = Workspaces(root: reader.text("paths.workspaces", "/opt/dockerstore"))
    }

    var database: String { state + "/dcc.db" }
    /// The key of the secrets.
    var secretsKey: String { state + "/secrets.key" }
    /// Folder of the generated Compose files.
    var stacks: String { state + "/stacks" }
    /// When each orphan was first seen.
    var orphans: String { state + "/orphans.json" }
}
