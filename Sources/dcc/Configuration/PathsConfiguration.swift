import Configuration
import Operations

/// Paths of the service's data and its socket.
struct PathsConfiguration: Sendable {
    let socket: String
    let socketGroup: String
    /// Folder of the database, the secrets key and other state.
    let state: String
    let workspaces: Workspaces
    /// Folders of templates; a later one goes before an earlier one.
    let templates: [String]

    init(_ reader: ConfigReader) {
        socket = reader.text("paths.socket", "/run/dcc/dcc.sock")
        socketGroup = reader.text("paths.socketGroup", "www-data")
        state = reader.text("paths.state", "/var/lib/dcc")
        workspaces = Workspaces(root: reader.text("paths.workspaces", "/opt/dockerstore"))
        templates = reader.stringArray(
            forKey: "paths.templates", default: ["/usr/share/dcc/templates", "/etc/dcc/templates"])
    }

    var database: String { state + "/dcc.db" }
    var secretsKey: String { state + "/secrets.key" }
    /// Folder for generated Compose files.
    var stacks: String { state + "/stacks" }
    /// Unpacked wheels that apps share.
    var packages: String { state + "/packages" }
    /// When each orphan was first seen.
    var orphans: String { state + "/orphans.json" }
}
