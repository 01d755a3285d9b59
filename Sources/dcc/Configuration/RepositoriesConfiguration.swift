import Configuration
import Model

/// Allowed Git hosts, and the certificate authorities trusted for them.
struct RepositoriesConfiguration: Sendable {
    let hosts: RepositoryHosts
    /// PEM file.
    let caBundle: String

    init(_ reader: ConfigReader, appsDomain: String) {
        hosts = RepositoryHosts(
            allowed: reader.stringArray(forKey: "repositories.hosts", default: RepositoryHosts.publicForges),
            appsDomain: appsDomain)
        caBundle = reader.text("repositories.caBundle", "/etc/ssl/certs/ca-certificates.crt")
    }
}
