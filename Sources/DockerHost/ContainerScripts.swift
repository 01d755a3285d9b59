/// The Python scripts that the install containers run, from `Scripts/`.
enum ContainerScripts {
    static let install = "install.py"
    static let packages = "packages.py"
    static let build = "build.py"
    /// Sends a checkout to a build; not for install containers.
    static let context = "context.py"

    /// All of them by file name.
    static let files: [String: [UInt8]] = [
        install: PackageResources.install_py, packages: PackageResources.packages_py,
        build: PackageResources.build_py, "resolve.py": PackageResources.resolve_py,
        "image_python.py": PackageResources.image_python_py, "python_choice.py": PackageResources.python_choice_py,
        "environment.py": PackageResources.environment_py, "handover.py": PackageResources.handover_py,
        "index_versions.py": PackageResources.index_versions_py, "locks.py": PackageResources.locks_py,
        "saved_lock.py": PackageResources.saved_lock_py,
    ]
}
