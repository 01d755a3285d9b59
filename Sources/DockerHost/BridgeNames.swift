/// Names of the apps' bridges and firewall chains. The firewall matches packets by bridge name. Linux allows 15
/// characters in an interface name.
struct BridgeNames {
    /// Prefix of the bridges of all installations on the host.
    static let common = "dcc"
    /// Prefix of this installation's bridges.
    let prefix: String
    /// Prefix of this installation's firewall chains.
    let chains: String

    init(installation: String) {
        prefix = Self.common + installation.prefix(5)
        chains = "DCC-" + installation.prefix(5)
    }

    /// The capital letter keeps it apart from all apps' bridges.
    /// - Parameter build: key of the image whose packages are installed over it.
    func bridge(build: String) -> String { prefix + "I" + build.prefix(6) }

    func bridge(uid: UInt32) -> String { prefix + String(uid, radix: 36) }
}
