/// What a removal deleted, counted after verifying that it is gone.
package struct RemovalReceipt: Equatable, Sendable, Encodable {
    package let containers: Int
    package let networks: Int
    package let workspaceBytes: Int64
    package let hostPort: UInt16

    enum CodingKeys: String, CodingKey {
        case containers, networks
        case workspaceBytes = "workspace_bytes"
        case hostPort = "host_port"
    }

    package init(containers: Int, networks: Int, workspaceBytes: Int64, hostPort: UInt16) {
        self.containers = containers
        self.networks = networks
        self.workspaceBytes = workspaceBytes
        self.hostPort = hostPort
    }
}
