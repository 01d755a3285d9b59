import ControlCenter

/// What marks containers and networks as ours.
enum Label {
    static let app = "dcc.app"
    static let instance = "dcc.instance"
    static let deployment = "dcc.deployment"
    static let service = "com.docker.compose.service"
    static let project = "com.docker.compose.project"
    /// Not a label but an option of Docker's bridge driver.
    static let bridge = "com.docker.network.bridge.name"

    /// The app that something with these labels belongs to; nil for what is not ours.
    static func app(in labels: [String: String]?) -> AppName? {
        labels?[app].flatMap { try? AppName($0) }
    }
}
