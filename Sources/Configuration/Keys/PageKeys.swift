package import Model

/// The page, the apps' links and who may do what.
package struct PageKeys: Sendable {
    package let origin = Key(
        "page.origin", .origin, .required(placeholder: ""), "URL of the page, `https://…` without a path")
    package let appsDomain = Key(
        "apps.domain", .domain, .required(placeholder: ""),
        "apps are served at `https://<name>.<domain>/`; include the port if it is not 443")
    package let operators = Key(
        "roles.operators", .principals, .value([]), "who sees and changes everything; `*` is everyone who is signed in")
    package let members = Key(
        "roles.members", .principals, .value([.everybody]),
        "who adds apps, and sees their own and those shared with them")
    package let viewers = Key("roles.viewers", .principals, .value([]), "who sees apps that are shared with them")
    package let pollCapacity = Key(
        "polls.capacity", .whole(1...1_000_000), .value(10_000), "maximum number of waiting long-polls")
}

extension Format where Value == String {
    fileprivate static var origin: Self {
        text("a URL such as https://dcc.example.com, without a path") { text in
            text.hasPrefix("https://") && isAuthority(text.dropFirst(8))
        }
    }

    fileprivate static var domain: Self {
        text("a domain such as apps.example.com or apps.localhost:8443") {
            isAuthority($0[...])
        }
    }

    private static func isAuthority(_ text: Substring) -> Bool {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 1 || UInt16(parts[1]) ?? 0 > 0 else { return false }
        return !parts[0].isEmpty
            && parts[0].utf8.allSatisfy { byte in
                Unicode.Scalar(byte).properties.isAlphabetic && byte < 0x80
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                    || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-")
            }
    }
}

extension Format where Value == [Principal] {
    fileprivate static var principals: Self {
        list(
            of: "users, @groups, or * for everyone",
            .init("", parse: { try? Principal($0) }, show: { $0.description }))
    }
}
