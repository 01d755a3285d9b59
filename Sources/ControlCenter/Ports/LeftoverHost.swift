/// What Docker has of this installation, whoever it is for.
///
/// Methods block for one call of the Engine and throw ``ContainerHostUnreachable`` when it does not answer.
package protocol LeftoverHost: Sendable {
    /// Containers, networks and volumes with this installation's label, and such images that have no name.
    func labelled() throws -> [Found]
    /// On the disk; nil where Docker does not count it.
    func bytes(of found: Found) throws -> Int64?
    /// - Returns: nil when it is gone, or the Engine's reason why it stays.
    func remove(_ found: Found) throws -> String?
}
