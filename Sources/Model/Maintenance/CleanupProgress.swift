/// How far a cleanup is: called for each orphan before it is removed.
package struct CleanupProgress: Equatable, Sendable, Encodable {
    /// Orphans that have been dealt with.
    package let done: Int
    package let total: Int
    /// The one that is being removed.
    package let kind: ManagedResource.Kind
    package let name: String

    package init(done: Int, total: Int, current: ManagedResource) {
        self.done = done
        self.total = total
        kind = current.kind
        name = current.name
    }
}
