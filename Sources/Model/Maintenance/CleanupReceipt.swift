/// What a cleanup removed, verified to be gone, and what it kept.
package struct CleanupReceipt: Equatable, Sendable, Encodable {
    package struct Removed: Equatable, Sendable, Encodable {
        package let id: String
        package let kind: ManagedResource.Kind
        package let name: String
        package let bytes: Int64?

        package init(_ orphan: Orphan) {
            id = orphan.found.id
            kind = orphan.found.kind
            name = orphan.found.name
            bytes = orphan.bytes
        }
    }

    package struct Kept: Equatable, Sendable, Encodable {
        package let id: String
        package let why: String

        package init(id: String, why: String) {
            self.id = id
            self.why = why
        }
    }

    package var removed: [Removed] = []
    package var kept: [Kept] = []

    package init() {}
}
