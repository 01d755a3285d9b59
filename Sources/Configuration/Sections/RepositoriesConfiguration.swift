package import Model

/// Allowed Git hosts, and the certificate authorities trusted for them.
package struct RepositoriesConfiguration: Sendable {
    package let hosts: RepositoryHosts
    /// PEM file.
    package let caBundle: String

    init(_ values: CheckedValues) {
        hosts = RepositoryHosts(allowed: values[\.offers.hosts], appsDomain: values[\.page.appsDomain])
        caBundle = values[\.offers.caBundle]
    }
}
