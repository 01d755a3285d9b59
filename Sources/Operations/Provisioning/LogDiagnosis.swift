import LiveState
import Model
import FoundationEssentials

/// Replaces “exited with code 1” and “the install failed” by the cause that ``Diagnosis`` reads from the log, the app's
/// settings and its files.
struct LogDiagnosis: Sendable {
    private static let fileLimit = 256 << 10
    private static let lastLines = 3

    let registry: AppRegistry
    let logs: LogBuffer
    /// nil looks at no files.
    let workspaces: Workspaces?

    /// - Parameter stage: `.start` before the app answered for the first time, `.run` after that.
    func ended(
        _ name: AppName, code: Int, outOfMemory: Bool, at stage: Evidence.Stage = .start
    ) -> StepFailure {
        let failure = StepFailure.exited(code: code, outOfMemory: outOfMemory)
        return explain(failure, of: name) {
            evidence(of: $0, at: stage, exitCode: code, outOfMemory: outOfMemory)
        }
    }

    /// - Parameter plan: what was to be installed.
    func installFailed(_ failure: StepFailure, of name: AppName, _ plan: DependencyPlan) -> StepFailure {
        explain(failure, of: name) { app in
            var evidence = evidence(of: app, at: .install, exitCode: 1, outOfMemory: false)
            evidence.requirements = plan.lines.map(\.text)
            return evidence
        }
    }

    private func explain(
        _ failure: StepFailure, of name: AppName, _ evidence: (App) -> Evidence
    ) -> StepFailure {
        guard let app = registry.app(name) else { return failure }
        let evidence = evidence(app)
        if let cause = Diagnosis.of(evidence) {
            return app.settings.build == .dockerfile ? cause.failure.withoutPackages : cause.failure
        }
        let last = evidence.lines.filter { !$0.allSatisfy(\.isWhitespace) }.suffix(Self.lastLines)
        return StepFailure(
            code: failure.code, message: failure.message, hint: failure.hint, lines: Array(last),
            action: failure.action)
    }

    private func evidence(of app: App, at stage: Evidence.Stage, exitCode: Int, outOfMemory: Bool) -> Evidence {
        let settings = app.settings
        return Evidence(
            stage: stage, exitCode: exitCode, outOfMemory: outOfMemory, lines: lines(of: app.name, at: stage),
            startCommand: settings.startCommand.rawValue, port: settings.port?.rawValue,
            memory: (settings.memory ?? registry.defaultMemory).gib,
            build: settings.build, installer: settings.installer, files: files(of: app.name), script: script(of: app),
            variables: Set(settings.environment.map(\.name.rawValue)))
    }

    /// Of this deployment alone: the log holds earlier ones too.
    private func lines(of name: AppName, at stage: Evidence.Stage) -> [String] {
        let isInstall = stage == .install
        let step = registry.newestDeployment(of: name)?.steps.last { $0.step == (isInstall ? .install : .start) }
        return logs.tail(of: name, source: isInstall ? .install : .app)
            .filter { line in step.map { line.time >= $0.startedAt } ?? true }.map(\.text)
    }

    private func files(of name: AppName) -> Set<String> {
        guard let workspaces else { return [] }
        return Set(WorkspaceFiles(workspace: workspaces.path(of: name), isComplete: true).names(in: ""))
    }

    /// The file that the start command runs, alone or by a shell.
    private func script(of app: App) -> Evidence.Script? {
        let words = app.settings.startCommand.rawValue.split(separator: " ").map(String.init)
        guard let first = words.first else { return nil }
        let word = ["sh", "bash"].contains(first) && words.count > 1 ? words[1] : first
        guard word.contains("/") || word.hasSuffix(".sh"), !word.hasPrefix("/") || word.hasPrefix("/app/") else {
            return nil
        }
        let path = word.split(separator: "/").filter { $0 != "." && $0 != ".." }.joined(separator: "/")
        let inside = word.hasPrefix("/app/") ? String(path.dropFirst("app/".count)) : path
        return read(inside, of: app.name).map { Evidence.Script(path: inside, text: $0) }
    }

    private func read(_ path: String, of name: AppName) -> String? {
        guard let workspaces else { return nil }
        let bytes = try? WorkspaceFile.contents(of: path, in: workspaces.path(of: name), limit: Self.fileLimit)
        return bytes.map { String(decoding: $0, as: UTF8.self) }
    }
}

extension StepFailure {
    /// What a Dockerfile installs, no setting adds.
    fileprivate var withoutPackages: StepFailure {
        switch action {
        case .addSystemPackages, .addRequirements, .skipRequirements, .useInstaller:
            StepFailure(
                code: code, message: message, hint: "Install it in the Dockerfile, then redeploy.", lines: lines)
        default: self
        }
    }
}

extension Provisioner {
    var diagnosis: LogDiagnosis { LogDiagnosis(registry: registry, logs: logs, workspaces: workspaces) }
}
