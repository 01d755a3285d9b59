import Model

/// What an inspected repository needs, as shown by the API; null for what it does not say.
struct DependenciesView: Encodable {
    private struct Requirements: Encodable {
        let count: Int
        /// The first ``DependenciesView/maximumLines``, as the files say them.
        let lines: [String]
    }

    private struct Trouble: Encodable {
        struct Fix: Encodable {
            let skip: [String]
            let extra: [String]
        }

        private enum CodingKeys: String, CodingKey { case code, file, line, text, message, fix }

        let problem: DependencyProblem

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(problem.code, forKey: .code)
            try container.encode(problem.file, forKey: .file)
            try container.encode(problem.line, forKey: .line)
            try container.encode(problem.text, forKey: .text)
            try container.encode(LogText.clean(problem.message.utf8), forKey: .message)
            try container.encode(problem.fix.map { Fix(skip: $0.skip, extra: $0.extra) }, forKey: .fix)
        }
    }

    private enum CodingKeys: String, CodingKey {
        case source, files, requirements, problems, python, notes, dockerfile
        case systemPackages = "system_packages"
        case isPython = "is_python"
    }

    private static let maximumLines = 200
    private static let maximumProblems = 100

    let plan: DependencyPlan

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(plan.source == .none ? nil : plan.source.rawValue, forKey: .source)
        try container.encode(plan.files, forKey: .files)
        let packages = plan.lines.filter { !$0.isOption }.prefix(Self.maximumLines)
        try container.encode(
            Requirements(count: plan.count, lines: packages.map { LogText.clean($0.text.utf8) }),
            forKey: .requirements)
        try container.encode(plan.problems.prefix(Self.maximumProblems).map(Trouble.init), forKey: .problems)
        try container.encode(plan.python?.specifiers, forKey: .python)
        try container.encode(plan.systemPackages.map(\.rawValue), forKey: .systemPackages)
        try container.encode(plan.notes.map { LogText.clean($0.utf8) }, forKey: .notes)
        try container.encode(plan.isPython, forKey: .isPython)
        try container.encode(plan.dockerfile, forKey: .dockerfile)
    }
}
