import Model

/// Input of the child process `dcc fetch`, sent on its standard input. Arguments and environment stay empty, since
/// other users of the host could read them.
struct FetchJob: Codable, Sendable {
    var url: String
    var host: String
    var port: String
    /// A ``GitReference``; nil for the default branch.
    var reference: String?
    /// Access token of a private repository, and the user name that belongs to it.
    var token: String?
    var user: String?
    /// A commit that the workspace should already have; fetched by its ID if it does not.
    var commit: String?
    /// Commits that stay in the workspace's repository.
    var retained: [String] = []
    /// The commit that was checked out there last, as far as the control center knows.
    var written: String?
    /// Takes what the checkout would overwrite; nil checks out only the files that ``SurveyedFile`` names, in a folder of
    /// its own.
    var kept: KeptFolder.Place?
    var publicAddressOnly: Bool
    /// Hosts that submodules and large files may come from; nil for none but the repository's own.
    let hosts: RepositoryHosts?
    var workspace: String
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
