/// What Docker has of this installation, whoever it is for.
///
/// Methods block for one call of the Engine and throw ``ContainerHostUnreachable`` when it does not answer.
package protocol LeftoverHost: Sendable {
    /// Containers, networks and volumes with this installation's label, and such images that have no name.
    func labelled() throws -> [ManagedResource]
    /// On the disk, by id; without what Docker does not count or does not tell in time.
    func bytes(of found: [ManagedResource]) -> [String: Int64]
    /// - Returns: nil when it is gone, or the Engine's reason why it stays.
    func remove(_ found: ManagedResource) throws -> String?
}
