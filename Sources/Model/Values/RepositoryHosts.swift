/// Hosts that repositories may come from: the operator's allowlist.
///
/// An entry is a host name, a host name with a port, or `*` for all public addresses. A host listed by name may have a
/// private address, such as a company's own forge; a host admitted only by `*` may not, and the address it
/// resolves to is checked when the connection is made (see `PinnedStream` in GitSource).
package struct RepositoryHosts: Equatable, Sendable, Codable {
    package static let publicForges = ["github.com", "gitlab.com", "codeberg.org", "bitbucket.org", "huggingface.co"]

    private let listed: Set<String>
    private let admitsPublic: Bool
    private let appsDomain: String

    /// - Parameter appsDomain: domain of the apps' links, which are never allowed as repositories.
    package init(allowed: [String], appsDomain: String) {
        listed = Set(allowed.map { $0.lowercased() })
        admitsPublic = listed.contains("*")
        self.appsDomain = String(appsDomain.split(separator: ":").first ?? "").lowercased()
    }

    package enum Admission: Sendable, Equatable {
        /// Listed by name: any address it resolves to.
        case anyAddress
        /// Admitted by `*`: public addresses only.
        case publicAddressOnly
    }

    package func admit(_ repository: RepositoryURL) throws(FieldError) -> Admission {
        let host = repository.host
        if host == appsDomain || host.hasSuffix("." + appsDomain) {
            throw Self.refused("\(host) serves apps of this platform, which cannot be used as repositories.")
        }
        if listed.contains(repository.authority) { return .anyAddress }
        guard !Self.looksLocal(host) else {
            throw Self.refused("\(host) is a local or private address.")
        }
        guard admitsPublic else {
            throw Self.refused("\(repository.authority) is not on the operator's list of allowed hosts.")
        }
        return .publicAddressOnly
    }

    /// Numeric forms (`127.1`, `2130706433`, `0x7f000001`) and names that are local to a machine or a site.
    private static func looksLocal(_ host: String) -> Bool {
        let labels = host.split(separator: ".")
        guard let last = labels.last else { return true }
        let numeric = last.allSatisfy(\.isNumber) || last.hasPrefix("0x")
        let local = ["localhost", "local", "internal", "lan", "home", "corp", "intranet", "arpa"].contains(String(last))
        return numeric || local || labels.count == 1
    }

    private static func refused(_ reason: String) -> FieldError {
        FieldError(field: "repository", code: "repository_address", message: reason)
    }
}
