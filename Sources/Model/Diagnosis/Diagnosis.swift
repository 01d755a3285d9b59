/// Finds out why a program ended, from its exit code, its last log lines and what it was started with.
///
/// The tables are read from top to bottom. For an install the first rule that matches any line wins, because its output
/// is a tool's own; for an app the most telling line wins that any rule matches, because an app may print anything.
package enum Diagnosis {
    /// - Returns: nil if nothing says why.
    package static func of(_ evidence: Evidence) -> Cause? {
        let tail = LogTail(evidence.lines)
        if evidence.outOfMemory {
            return SignalCauses.outOfMemory(at: evidence.stage).cause(nil, in: tail, evidence)
        }
        switch evidence.stage {
        case .image: return byRule(ImageCauses.rules, tail, evidence)
        case .install: return byRule(installRules, tail, evidence) ?? byExit(tail, evidence)
        case .start, .run:
            // Who ends well was not stopped by what it printed.
            let found =
                evidence.exitCode == 0
                ? nil : byLine(appRules, tail, evidence) ?? byLine(PythonCauses.others, tail, evidence)
            return found ?? byExit(tail, evidence)
        }
    }

    private static let installRules =
        IndexCauses.rules + RequirementsCauses.rules + InstallCauses.rules + BuildCauses.rules
    private static let appRules =
        ImageStartCauses.rules + ShellCauses.rules + StartCauses.rules + GPUCauses.rules + CompatibilityCauses.rules
        + HubCauses.rules
        + ModuleCauses.rules + LibraryCauses.rules + FileCauses.rules + PythonCauses.rules + NetworkCauses.rules

    /// Every code that this room knows, for its tests.
    static var allRules: [Rule] {
        installRules + ImageCauses.rules + appRules + PythonCauses.others + SignalCauses.rules
            + [.start, .install].map(SignalCauses.outOfMemory)
    }

    private static func byRule(_ rules: [Rule], _ tail: LogTail, _ evidence: Evidence) -> Cause? {
        rules.firstNonNil { $0.cause(in: tail, evidence) }
    }

    private static func byLine(_ rules: [Rule], _ tail: LogTail, _ evidence: Evidence) -> Cause? {
        tail.decisive.firstNonNil { line in rules.firstNonNil { $0.cause(line, in: tail, evidence) } }
    }

    private static func byExit(_ tail: LogTail, _ evidence: Evidence) -> Cause? {
        SignalCauses.rules.firstNonNil { $0.cause(nil, in: tail, evidence) }
    }
}
