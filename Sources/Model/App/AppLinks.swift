/// Public addresses of apps: `https://<name>.<domain>/`.
package struct AppLinks: Sendable {
    /// For example `apps.example.com`, with the port unless it is 443.
    package let domain: String

    package init(domain: String) {
        self.domain = domain
    }

    package func link(to app: AppName) -> String { "https://\(app).\(domain)/" }

    package func address(of app: AppName) -> AppLink {
        AppLink(url: link(to: app), host: "\(app).\(domain.prefix { $0 != ":" })")
    }

    /// The app that a request's `Host` header refers to; nil if it is not one of our links.
    package func app(host: String) -> AppName? {
        guard host.hasSuffix("." + domain) else { return nil }
        return try? AppName(String(host.dropLast(domain.count + 1)))
    }
}

/// Where a browser opens one app.
package struct AppLink: Equatable, Sendable {
    /// For example `https://demo.apps.example.com/`, with the port unless it is 443.
    package let url: String
    /// Its host name, without the port.
    package let host: String

    package init(url: String, host: String) {
        self.url = url
        self.host = host
    }
}
