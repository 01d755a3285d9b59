import Model
import Ports

/// What the repository needs, before anything is installed.
extension Provisioner {
    /// Programs of other languages, which the base image does not have.
    private static let otherLanguages: Set<Substring> = [
        "bun", "bundle", "cargo", "composer", "deno", "docker", "docker-compose", "dotnet", "go", "gradle", "java",
        "mvn",
        "node", "npm", "npx", "php", "pnpm", "rails", "ruby", "yarn",
    ]

    /// Logs what was found.
    /// - Throws: ``StepFailure`` with the code of the first problem that would certainly fail the install, or
    ///   `not_python`.
    func dependencies(of app: App) throws(StepFailure) -> DependencyPlan {
        let plan = try workspaces.dependencies(of: app)
        for note in plan.notes { log(note, app.name) }
        let problems = plan.problems
        for problem in problems where !problem.isFatal { log(problem.message, app.name) }
        let fatal = problems.filter(\.isFatal)
        if let first = fatal.first { throw StepFailure(first, of: fatal) }
        let starts = app.settings.startCommand.rawValue.split(separator: " ").first ?? ""
        guard plan.isPython || !Self.otherLanguages.contains(starts) || !app.settings.systemPackages.isEmpty
        else { throw .notPython(plan, starts, settings.builders) }
        return plan
    }
}

extension DependencyInputs {
    init(_ plan: DependencyPlan, _ installer: Installer) {
        // A converted or plain source is text alone; local paths and locks follow the checkout.
        self.init(
            requirements: plan.requirements + (plan.project ? "-e /app\n" : ""), constraints: plan.constraints,
            includesUVLock: plan.lock == .uv, skippedPackages: plan.lock == .uv ? plan.skippedPackages : [],
            followsCommit: plan.lock == .uv || plan.hasLocalPaths,
            python: plan.python, allowsPrereleases: plan.allowsPrereleases, installer: installer)
    }
}

extension StepFailure {
    /// - Parameter all: problems that are solved by the same kind of action.
    fileprivate init(_ problem: DependencyProblem, of all: [DependencyProblem]) {
        let fixes = all.compactMap(\.fix)
        let action: FailureAction? =
            fixes.count == all.count
            ? .skipRequirements(fixes.flatMap(\.skip), instead: fixes.flatMap(\.extra)) : nil
        let more = all.count > 1 ? " (\(all.count) lines have problems)" : ""
        self.init(
            code: problem.code, message: problem.message + more,
            hint:
                "Change \(problem.file.isEmpty ? "the settings" : problem.file), or leave the line out, then redeploy.",
            lines: all.prefix(3).map { $0.line.map { number in "\(problem.file):\(number): " } ?? "" + $0.text },
            action: action)
    }

    fileprivate static func notPython(
        _ plan: DependencyPlan, _ program: Substring, _ builders: DockerfileBuilders
    ) -> StepFailure {
        let packages = "add the system package that brings \(program)"
        guard plan.dockerfile else {
            return StepFailure(
                code: "not_python",
                message: "This is no Python app: it starts with \(program), which the image does not have.",
                hint: "Deploy a repository with a Python program, or \(packages).")
        }
        return StepFailure(
            code: "not_python",
            message: "This is no Python app: it starts with \(program), and has a Dockerfile, which is not built.",
            hint: builders == .off
                ? "Ask the operator to allow Dockerfiles (builds.dockerfile), or \(packages)."
                : "Choose Dockerfile under Build in the app's settings, or \(packages).",
            action: builders == .members ? .buildDockerfile : nil)
    }
}
