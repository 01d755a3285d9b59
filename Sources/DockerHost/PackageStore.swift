import Model
import Platform
import Ports
import FoundationEssentials
import Glibc

/// The wheels that all apps share, unpacked once: `<folder>/sets/<name>` holds the packages of one lock, hard-linked from
/// `<folder>/cache`, which is uv's.
///
/// Only the containers of ``PackageInstaller`` that run no code of any package write here, as a user of their own. Apps
/// mount their own set read-only.
struct PackageStore {
    /// Below the apps' users (from 200000) and beside those of inspections.
    static let user: UInt32 = 199_980

    let folder: String

    var sets: String { "\(folder)/sets" }

    /// - Throws: ``StepFailure`` `package_store_failed`.
    func create() throws(StepFailure) {
        for path in [folder, sets] {
            guard mkdir(path, 0o755) == 0 || errno == EEXIST, chmod(path, 0o755) == 0,
                chown(path, Self.user, Self.user) == 0
            else {
                throw StepFailure(
                    code: "package_store_failed",
                    message:
                        "The folder for shared packages \(path) could not be made: \(String(cString: strerror(errno))).",
                    hint: "Ask the operator to check the folder and its disk.")
            }
        }
    }

    /// - Returns: the folder of a set; nil if it is not there (any more).
    func path(of set: String) -> String? {
        let path = "\(sets)/\(set)"
        return FileStatus(of: path)?.isFolder == true ? path : nil
    }

    /// Bytes of the packages an app uses, however many share them.
    func bytes(of app: AppName, stacks: String) -> Int64 {
        guard let installed = StackFolder(of: app, in: stacks).installed,
            installed.packageSet.flatMap(path) != nil
        else { return 0 }
        return installed.packageBytes
    }
}
