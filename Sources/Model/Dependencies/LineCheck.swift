/// Finds requirements that cannot be installed here whatever their version: what `pip freeze` leaves on other systems.
enum LineCheck {
    static func problem(of line: DependencyLine) -> DependencyProblem? {
        guard let named = NamedRequirement(line.requirement), named.url == nil, !named.isForOneSystem else {
            return nil
        }
        let (code, message): (String, String)
        if windows.contains(named.name) {
            (code, message) = ("windows_only", "\(named.writtenName) is for Windows only.")
        } else if named.name.hasPrefix("pyobjc") || macOS.contains(named.name) {
            (code, message) = ("macos_only", "\(named.writtenName) is for macOS only.")
        } else if conda.contains(named.name) {
            (code, message) = ("conda_only", "\(named.writtenName) is part of conda and not on PyPI.")
        } else {
            return nil
        }
        return DependencyProblem(
            code, line, message, fix: .init(skip: [line.text]), isFatal: !harmless.contains(named.name))
    }

    private static let windows: Set<String> = [
        "pywin32", "pypiwin32", "pywinpty", "windows-curses", "wincertstore", "win10toast", "winshell", "wmi", "winsdk",
        "winrt", "triton-windows", "onnxruntime-directml", "tensorflow-intel",
    ]

    private static let macOS: Set<String> = [
        "tensorflow-macos", "tensorflow-metal", "rumps", "macfsevents", "mlx-metal",
    ]

    private static let conda: Set<String> = [
        "anaconda-navigator", "conda-content-trust", "conda-libmamba-solver", "libmambapy", "menuinst",
        "navigator-updater",
    ]

    /// They install, and nothing uses them.
    private static let harmless: Set<String> = ["wincertstore"]
}
