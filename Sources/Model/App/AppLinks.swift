/// Public addresses of apps: `https://<name>.<domain>/`.
package struct AppLinks: Sendable {
    /// For example `apps.example.com`, with the port unless it is 443.
    package let domain: String

    package init(domain: String) {
        self.domain = domain
    }

    package func link(to app: AppName) -> String { "https://\(app).\(domain)/" }

    /// The link's host name, without the port.
    package func host(of app: AppName) -> String { "\(app).\(domain.prefix { $0 != ":" })" }

    /// The app that a request's `Host` header refers to; nil if it is not one of our links.
    package func app(host: String) -> AppName? {
        guard host.hasSuffix("." + domain) else { return nil }
        return try? AppName(String(host.dropLast(domain.count + 1)))
    }
}
