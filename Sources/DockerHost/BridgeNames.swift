/// Names of the bridges under the apps' networks, by which the host's firewall tells them from all others: 15 characters
/// at most, as Linux has it.
struct BridgeNames {
    /// What the bridges of every installation begin with.
    static let common = "dcc"
    /// What all bridges of this installation begin with.
    let prefix: String
    /// What the firewall's chains for them begin with.
    let chains: String

    init(installation: String) {
        prefix = Self.common + installation.prefix(5)
        chains = "DCC-" + installation.prefix(5)
    }

    func bridge(uid: UInt32) -> String { prefix + String(uid, radix: 36) }
}
