import Configuration
import Model

/// Where the page and the apps are opened, who may what, and how many pages may wait for news.
struct PageConfiguration: Sendable {
    let origin: String
    let links: AppLinks
    let roles: RoleMap
    /// How many long polls may wait at once.
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
                throw ConfigurationError(key: "\(key)", rule: "accounts, @groups or * for everybody who is signed in")
            }
        }
        return RoleMap([
            .operator: try principals("roles.operators", []), .member: try principals("roles.members", ["*"]),
            .viewer: try principals("roles.viewers", []),
        ])
    }
}
