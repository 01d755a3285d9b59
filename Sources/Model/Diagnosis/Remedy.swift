/// The action of a rule, before its names are known.
enum Remedy: Equatable, Sendable {
    case systemPackages(Wording)
    /// What the start command's `apt-get install` names, with the start command without it.
    case systemPackagesOfStartCommand
    case requirements(Wording)
    /// Leaves out the requirements file's line that names the package.
    case leaveOut
    case instead(Wording)
    case installer(Installer)
    /// Twice the memory limit.
    case moreMemory
    case variable(String, Wording)
    case secret(Wording)
    case command(Wording)
    case redeploy

    /// - Returns: nil where a name is unknown, or where no setting can do it.
    func action(_ names: [String: String], for evidence: Evidence) -> FailureAction? {
        switch self {
        case .systemPackages(let packages):
            Self.list(packages, names).map { .addSystemPackages($0, startCommand: nil) }
        case .systemPackagesOfStartCommand:
            StartLine(evidence.startCommand).map { .addSystemPackages($0.packages, startCommand: $0.rest) }
        case .requirements(let lines): lines.filled(names).map { .addRequirements([$0]) }
        case .leaveOut: names["line"].map { .skipRequirements([$0], instead: []) }
        case .instead(let lines):
            names["line"].flatMap { line in
                lines.filled(names).map { .skipRequirements([line], instead: [$0]) }
            }
        case .installer(let other): evidence.installer == other ? nil : .useInstaller(other.rawValue)
        case .moreMemory: evidence.memory.flatMap { try? MemoryLimit(gib: $0 * 2) }.map { .setMemory(gib: $0.gib) }
        case .variable(let name, let value): value.filled(names).map { .setVariable(name: name, value: $0) }
        case .secret(let name):
            name.filled(names).flatMap { try? EnvironmentName($0, field: "environment") }
                .flatMap { evidence.variables.contains($0.rawValue) ? nil : .addSecret(name: $0.rawValue) }
        case .command(let command):
            command.filled(names).flatMap { try? StartCommand($0) }.map { .changeStartCommand($0.rawValue) }
        case .redeploy: .redeploy
        }
    }

    /// Names are separated by spaces; one that is there twice counts once.
    private static func list(_ text: Wording, _ names: [String: String]) -> [String]? {
        guard let filled = text.filled(names) else { return nil }
        var found: [String] = []
        for name in filled.split(separator: " ").map(String.init) where !found.contains(name) { found.append(name) }
        return found.isEmpty ? nil : found
    }
}
