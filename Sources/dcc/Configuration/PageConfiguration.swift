import Configuration
import Model

/// Addresses of the page and the apps, roles, and the limit of waiting long polls.
struct PageConfiguration: Sendable {
    let origin: String
    let links: AppLinks
    let roles: RoleMap
    /// Maximum number of waiting long polls.
    let pollCapacity: Int

    init(_ reader: ConfigReader) throws {
        origin = try reader.required("page.origin")
        guard origin.hasPrefix("https://"), !origin.dropFirst(8).contains("/") else {
            throw ConfigurationError(key: "page.origin", rule: "it must look like https://dcc.example.com")
        }
        links = AppLinks(domain: try reader.required("apps.domain"))
        roles = try Self.roles(reader)
        pollCapacity = reader.int(forKey: "polls.capacity", default: 10_000)
    }

    private static func roles(_ reader: ConfigReader) throws -> RoleMap {
        func principals(_ key: ConfigKey, _ fallback: [String]) throws -> Set<Principal> {
            do {
                return Set(try reader.stringArray(forKey: key, default: fallback).map { try Principal($0) })
            } catch {
                throw ConfigurationError(key: "\(key)", rule: "it must list users, @groups, or * for everyone")
            }
        }
        return RoleMap([
            .operator: try principals("roles.operators", []), .member: try principals("roles.members", ["*"]),
            .viewer: try principals("roles.viewers", []),
        ])
    }
}
