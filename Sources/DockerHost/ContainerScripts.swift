/// The Python scripts that the install containers run, from `Scripts/`.
enum ContainerScripts {
    static let resolve = "resolve.py"
    static let packages = "packages.py"
    static let install = "install.py"

    /// All of them by file name.
    static let files: [String: [UInt8]] = [
        resolve: PackageResources.resolve_py, packages: PackageResources.packages_py,
        install: PackageResources.install_py, "image_python.py": PackageResources.image_python_py,
        "python_choice.py": PackageResources.python_choice_py, "locks.py": PackageResources.locks_py,
    ]
}
