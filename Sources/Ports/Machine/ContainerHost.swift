package import Model
package import FoundationEssentials

/// The container engine.
///
/// Reading methods return within seconds or throw ``ContainerHostUnreachable``. Changing methods run as long as needed;
/// cancelling the task ends them with all processes they started. They throw ``StepFailure``.
package protocol ContainerHost: Sendable {
    /// All our containers, by app name, in one request.
    func observe() throws -> [AppName: ContainerObservation]
    /// One container in full: including how it exited and the healthcheck's output.
    func observe(_ app: AppName) throws -> ContainerObservation?
    /// What a running container does now; nil if it does not run, or where the kernel's files cannot be read.
    func activity(of container: ContainerID) throws -> ContainerActivity?

    /// The image's ID; pulls the image if it is missing.
    /// - Parameter progress: called with the progress of the pull as text.
    func ensureImage(
        _ reference: String, log: @escaping @Sendable (String) -> Void, progress: @escaping @Sendable (String) -> Void
    ) async throws -> String
    /// Environment variables set by an image; nil if the image is not present.
    func environment(ofImage reference: String) throws -> [String: String]?
    /// True if ``systemImage(base:packages:renewing:log:)`` has nothing to build.
    func hasSystemImage(base: String, packages: [SystemPackageName], renewing: Bool) throws -> Bool
    /// The ID of an image that has these Debian packages on top of a base image. Builds it for the first app that needs
    /// this set; all others share it.
    /// - Parameters:
    ///   - base: ID or reference of an image that is present.
    ///   - packages: at least one; the order does not matter.
    ///   - renewing: builds an image that is old again, for updates; uses the old one if that fails.
    /// - Throws: ``StepFailure`` `system_package_unknown`, `image_build_failed`, `image_too_large` or `disk_full`.
    func systemImage(
        base: String, packages: [SystemPackageName], renewing: Bool, log: @escaping @Sendable (String) -> Void
    ) async throws -> String
    /// The ID of the image that an app's Dockerfile gives. One that was built from the same commit is used again.
    /// - Throws: ``StepFailure`` with a code of `dockerfile_…` or `image_…`, or `disk_full`.
    func build(_ order: ImageBuild, log: @escaping @Sendable (String) -> Void) async throws -> String
    /// True if ``build(_:log:)`` has nothing to build.
    func hasBuilt(_ order: ImageBuild) throws -> Bool
    /// True if the image is present and was built from this app's Dockerfile.
    func isBuilt(_ image: String, of app: AppName) throws -> Bool
    /// Removes the images that were built for an app.
    func removeImages(of app: AppName) throws
    /// True if ``install(_:log:)`` has nothing to install.
    func isInstalled(_ stack: Stack) throws -> Bool
    /// Rewrites the stack's Compose file and runs the one-shot services that install dependencies.
    func install(_ stack: Stack, log: @escaping @Sendable (String) -> Void) async throws
    /// Names what is installed, for ``Stack/packages``; nil if that is unknown.
    func installedPackages(of app: AppName) -> String?
    /// Bytes of the packages that an app uses and shares with others; 0 if nothing is installed.
    func sharedBytes(of app: AppName) -> Int64
    /// Rewrites the stack's Compose file, then creates and starts the app's container; replaces one that differs.
    /// - Throws: ``StepFailure`` `host_port_taken` if another process listens on the leased port.
    func up(_ stack: Stack) async throws
    func stop(_ app: AppName) async throws
    /// Blocks traffic from containers to the host, to each other and to blocked networks, if it is not blocked already;
    /// `install` and `up` do this before they start a container.
    func ensureIsolation() async throws
    /// Removes the app's containers and networks and verifies that they are gone.
    func down(_ app: AppName) async throws -> (containers: Int, networks: Int)

    /// Streams a container's output: everything after `since`, or the latest lines.
    /// - Parameter ended: called once, when the container or the connection has ended.
    func follow(
        _ container: ContainerID, since: Date?, line: @escaping @Sendable (ContainerLine) -> Void,
        ended: @escaping @Sendable () -> Void)
    /// Calls back when something may have changed: with an app's name, or with nil for all apps.
    /// Carries no state; read that with ``observe()``.
    func watch(_ onChange: @escaping @Sendable (AppName?) -> Void)
}

package struct ContainerLine: Equatable, Sendable {
    package let time: Date
    package let text: String

    package init(time: Date, text: String) {
        self.time = time
        self.text = text
    }
}

package struct ContainerHostUnreachable: Error, Equatable {
    package let reason: String

    package init(reason: String) {
        self.reason = reason
    }
}
