package import Model

/// All Docker resources of this installation, whichever app they belong to, and sets of shared packages without one.
///
/// Methods block for one Engine request and throw ``ContainerHostUnreachable`` if it does not answer.
package protocol LeftoverHost: Sendable {
    /// Containers, networks and volumes with this installation's label, and untagged images with it; sets of
    /// shared packages that nothing installed uses.
    func labelled() throws -> [ManagedResource]
    /// Disk usage by ID; omits resources whose size Docker does not report, or not in time.
    func bytes(of found: [ManagedResource]) -> [String: Int64]
    /// - Returns: nil if it was removed, or the Engine's reason why not.
    func remove(_ found: ManagedResource) throws -> String?
}
