/// What a repository needs before it can be started, as its files say.
package struct DependencyPlan: Equatable, Sendable {
    package enum Lock: Equatable, Sendable {
        /// uv exports it in the container: `uv export --frozen --no-emit-project`. ``requirements`` are those of
        /// `pyproject.toml`.
        case uv
        /// Already converted: ``requirements`` are its pinned packages.
        case converted
    }

    package let source: DependencySource
    /// The files read, the main one first.
    package let files: [String]
    /// In the order of the files; what the settings add comes last.
    package let lines: [DependencyLine]
    package let constraintLines: [DependencyLine]
    package let lock: Lock?
    /// The repository itself has to be installed, editable: `-e /app`.
    package let project: Bool
    /// The first is the one to use.
    package let pythons: [PythonRequirement]
    /// Debian packages, from files that list them and from conda's.
    package let systemPackages: [SystemPackageName]
    package let space: SpaceHeader?
    package let problems: [DependencyProblem]
    /// Short sentences for the log and the form.
    package let notes: [String]
    /// False if there are only signs of other languages.
    package let isPython: Bool
    package let dockerfile: Bool
    /// The files say `--pre`, which uv only takes as `--prerelease=allow`.
    package let allowsPrereleases: Bool
    /// Normalized names of packages that the settings leave out, wherever they are named.
    package let skippedPackages: [String]

    /// Of an app that brings its own: nothing is installed for it.
    package static let none = DependencyPlan(
        source: .none, files: [], lines: [], constraintLines: [], lock: nil, project: false, pythons: [],
        systemPackages: [], space: nil, problems: [], notes: [], isPython: true, dockerfile: true,
        allowsPrereleases: false, skippedPackages: [])

    /// For `uv pip compile` or `pip install -r`; empty for nothing.
    package var requirements: String { Self.text(lines) }
    package var constraints: String { Self.text(constraintLines) }
    package var python: PythonRequirement? { pythons.first }

    /// Packages and paths, without options.
    package var count: Int { lines.count { !$0.isOption } }

    /// Something is installed from the checkout.
    package var hasLocalPaths: Bool { project || lines.contains { $0.requirement.contains("/app") } }

    /// Normalized names of the required packages.
    package var packages: [String] { lines.compactMap { NamedRequirement($0.requirement)?.name } }

    private static func text(_ lines: [DependencyLine]) -> String {
        lines.map { $0.requirement + "\n" }.joined()
    }
}
