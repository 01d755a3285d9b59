import Model

/// Labels that mark our containers and networks.
enum Label {
    static let app = "dcc.app"
    static let instance = "dcc.instance"
    static let deployment = "dcc.deployment"
    /// The image that a container or network helps to build; on an image, its own tag.
    static let image = "dcc.image"
    /// How the image of an app's container came about; none for ``BuildMethod/python``.
    static let build = "dcc.build"
    static let service = "com.docker.compose.service"
    static let project = "com.docker.compose.project"
    /// Option of Docker's bridge driver, not a label.
    static let bridge = "com.docker.network.bridge.name"

    /// The app that the labels name; nil for resources that are not ours.
    static func app(in labels: [String: String]?) -> AppName? {
        labels?[app].flatMap { try? AppName($0) }
    }
}
