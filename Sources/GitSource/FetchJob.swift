/// Input of the child process `dcc fetch`, sent on its standard input. Arguments and environment stay empty, since
/// other users of the host could read them.
struct FetchJob: Codable, Sendable {
    let url: String
    let host: String
    let port: String
    let branch: String?
    /// Access token of a private repository.
    let token: String?
    let commit: String?
    let publicAddressOnly: Bool
    /// Check out only the files that ``SurveyedFile`` names.
    let isSurvey: Bool
    let workspace: String
    /// The user ID that the child switches to before anything else.
    let uid: UInt32
    let caBundle: String
    let limits: FetchLimits
}

/// Limits on what a Git server can make us do.
package struct FetchLimits: Codable, Sendable {
    /// Pack data in bytes.
    package var bytes = 20 << 30
    package var references = 100_000
    /// Seconds without a byte before the transfer fails.
    package var stallSeconds = 30
    /// Fewer than ``slowBytes`` bytes in this many seconds also count as a stall. The keep-alive that Git's own server
    /// sends every five seconds while it creates a pack ("uploadpack.keepAlive") exceeds that.
    package var slowSeconds = 30
    package var slowBytes = 100
    package var connectSeconds = 10
    /// Address space limit of the child, in bytes.
    package var memory = 4 << 30

    package init() {}
}
