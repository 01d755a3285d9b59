package import Operations

/// Paths of the service's data and its socket.
package struct PathsConfiguration: Sendable {
    package let socket: String
    package let socketGroup: String
    /// Folder of the database, the secrets key and other state.
    package let state: String
    package let workspaces: Workspaces
    /// Folders of templates; a later one goes before an earlier one.
    package let templates: [String]

    init(_ values: CheckedValues) {
        socket = values[\.paths.socket]
        socketGroup = values[\.paths.socketGroup]
        state = values[\.paths.state]
        workspaces = Workspaces(root: values[\.paths.workspaces])
        templates = values[\.paths.templates]
    }

    package var database: String { state + "/dcc.db" }
    package var secretsKey: String { state + "/secrets.key" }
    /// Folder for generated Compose files.
    package var stacks: String { state + "/stacks" }
    /// Unpacked wheels that apps share.
    package var packages: String { state + "/packages" }
    /// When each orphan was first seen.
    package var orphans: String { state + "/orphans.json" }
}
