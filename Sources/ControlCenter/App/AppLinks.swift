/// Where apps are opened: `https://<name>.<domain>/`.
package struct AppLinks: Sendable {
    /// Such as `apps.example.com`, with a port when that is not 443.
    package let domain: String

    package init(domain: String) {
        self.domain = domain
    }

    package func link(to app: AppName) -> String { "https://\(app).\(domain)/" }

    /// The app that a request's `Host` means, nil when it is none of ours.
    package func app(host: String) -> AppName? {
        guard host.hasSuffix("." + domain) else { return nil }
        return try? AppName(String(host.dropLast(domain.count + 1)))
    }
}
