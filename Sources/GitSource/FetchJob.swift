import ControlCenter

/// What the parent gives the child `dcc fetch` on its standard input: everything it needs, nothing in its arguments
/// or environment, where other users of the host could read it.
struct FetchJob: Codable, Sendable {
    let url: String
    let host: String
    let port: String
    let branch: String?
    /// For a private repository.
    let token: String?
    let commit: String?
    let publicAddressOnly: Bool
    /// Checks out only what ``SurveyedFile`` names.
    let isSurvey: Bool
    let workspace: String
    /// Who the child becomes before it does anything else.
    let uid: UInt32
    let caBundle: String
    let limits: FetchLimits
}

/// Bounds on what a Git server can make us do.
package struct FetchLimits: Codable, Sendable {
    /// Bytes of pack data.
    package var bytes = 20 << 30
    package var references = 100_000
    /// Seconds without a byte before the connection is given up.
    package var stallSeconds = 30
    /// Fewer than ``slowBytes`` bytes in this many seconds is a stall too. What Git's own server sends every five seconds
    /// while it makes a pack ("uploadpack.keepAlive") is more than that.
    package var slowSeconds = 30
    package var slowBytes = 100
    package var connectSeconds = 10
    /// Address space of the child, in bytes.
    package var memory = 4 << 30

    package init() {}
}
