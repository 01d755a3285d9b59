package import Model

/// What to install for an app, as text for the installer: everything the repository names, in one file each.
package struct DependencyInputs: Equatable, Sendable {
    /// Requirements file (pip's format, UTF-8). Paths are absolute, below `/app`.
    package let requirements: String
    /// Constraints file in the same format.
    package let constraints: String
    /// Also install what the repository's `uv.lock` names.
    package let includesUVLock: Bool
    /// Names of packages to leave out of what `uv.lock` names.
    package let skippedPackages: [String]
    /// Something is installed from the checkout itself, so a new commit is a new install.
    package let followsCommit: Bool
    /// nil for any.
    package let python: PythonRequirement?
    package let allowsPrereleases: Bool
    package let installer: Installer

    package init(
        requirements: String = "", constraints: String = "", includesUVLock: Bool = false,
        skippedPackages: [String] = [], followsCommit: Bool = false, python: PythonRequirement? = nil,
        allowsPrereleases: Bool = false, installer: Installer = .uv
    ) {
        self.requirements = requirements
        self.constraints = constraints
        self.includesUVLock = includesUVLock
        self.skippedPackages = skippedPackages
        self.followsCommit = followsCommit
        self.python = python
        self.allowsPrereleases = allowsPrereleases
        self.installer = installer
    }

    /// Nothing to install but the environment itself.
    package var isEmpty: Bool { requirements.allSatisfy(\.isWhitespace) && !includesUVLock }
}
