import Model
import Platform
import Glibc

/// Scratch folders for inspections: next to the workspaces, one per slot, with names that are not valid app names and
/// UIDs that no app has.
struct ScratchFolders {
    private static let prefix = ".inspect-"
    /// Apps' UIDs start at 200000.
    private static let firstUser: UInt32 = 199_990

    let root: String

    func path(of slot: Int) -> String { "\(root)/\(Self.prefix)\(slot)" }
    func user(of slot: Int) -> UInt32 { Self.firstUser + UInt32(slot) }

    func create(_ slot: Int) throws(StepFailure) {
        remove(slot)
        let (path, user) = (path(of: slot), user(of: slot))
        guard mkdir(path, 0o700) == 0, chown(path, user, user) == 0 else {
            throw StepFailure(
                code: "workspace_failed", message: "Could not create a folder to inspect the repository.",
                hint: "Ask the operator to check the folder of the workspaces.")
        }
    }

    func remove(_ slot: Int) {
        _ = try? FolderRemoval.remove(path(of: slot))
    }
}
