/// What would mend a failure. The page offers it as one button.
package enum FailureAction: Equatable, Sendable {
    case changePort(UInt16)
    /// - Parameter startCommand: replaces the app's, which installed the packages itself; nil keeps it.
    case addSystemPackages([String], startCommand: String?)
    /// Lines as in a requirements file.
    case addRequirements([String])
    /// - Parameters:
    ///   - lines: exactly as the requirements file has them.
    ///   - instead: lines to install in their place.
    case skipRequirements(_ lines: [String], instead: [String])
    /// `uv` or `pip`.
    case useInstaller(String)
    case setMemory(gib: Int)
    case setVariable(name: String, value: String)
    /// Opens the settings, where the person enters the value.
    case addSecret(name: String)
    case changeStartCommand(String)
    /// The image then starts itself.
    case buildDockerfile
    case redeploy

    /// The button's text.
    package var label: String {
        switch self {
        case .changePort(let port): "Use port \(port) and redeploy"
        case .addSystemPackages(let packages, _): "Add \(Self.list(packages)) and redeploy"
        case .addRequirements(let lines): "Add \(Self.list(lines)) and redeploy"
        case .skipRequirements(let lines, let instead):
            instead.isEmpty
                ? "Leave out \(Self.list(lines)) and redeploy" : "Use \(Self.list(instead)) instead and redeploy"
        case .useInstaller(let installer): "Install with \(installer) and redeploy"
        case .setMemory(let gib): "Raise the memory limit to \(gib) GiB and redeploy"
        case .setVariable(let name, let value): "Set \(name)=\(value) and redeploy"
        case .addSecret(let name): "Add \(name)"
        case .changeStartCommand(let command): "Start with \(Self.short(command)) and redeploy"
        case .buildDockerfile: "Build the Dockerfile"
        case .redeploy: "Redeploy"
        }
    }

    /// A button has room for three names.
    private static func list(_ names: [String]) -> String {
        let shown = names.count > 3 ? Array(names.prefix(2)) + ["\(names.count - 2) more"] : names
        return shown.map(short).formatted
    }

    private static func short(_ text: String) -> String {
        text.count > 40 ? "\(text.prefix(39))…" : text
    }
}

extension [String] {
    /// “a”, “a and b”, “a, b and c”.
    fileprivate var formatted: String {
        count < 2 ? first ?? "" : dropLast().joined(separator: ", ") + " and " + self[count - 1]
    }
}
