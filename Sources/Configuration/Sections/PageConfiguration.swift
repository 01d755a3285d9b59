package import Model

/// Addresses of the page and the apps, roles, and the limit of waiting long polls.
package struct PageConfiguration: Sendable {
    package let origin: String
    package let links: AppLinks
    package let roles: RoleMap
    /// Maximum number of waiting long polls.
    package let pollCapacity: Int

    init(_ values: CheckedValues) {
        origin = values[\.page.origin]
        links = AppLinks(domain: values[\.page.appsDomain])
        roles = RoleMap([
            .operator: Set(values[\.page.operators]), .member: Set(values[\.page.members]),
            .viewer: Set(values[\.page.viewers]),
        ])
        pollCapacity = values[\.page.pollCapacity]
    }
}
