import Configuration
import Model

/// Where the code of apps may come from.
struct RepositoriesConfiguration: Sendable {
    let hosts: RepositoryHosts
    /// The authorities of Git servers.
    let caBundle: String

    init(_ reader: ConfigReader, appsDomain: String) {
        hosts = RepositoryHosts(
            allowed: reader.stringArray(forKey: "repositories.hosts", default: RepositoryHosts.publicForges),
            appsDomain: appsDomain)
        caBundle = reader.text("repositories.caBundle", "/etc/ssl/certs/ca-certificates.crt")
    }
}
