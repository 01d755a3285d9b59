package import Model
package import Platform

extension StepFailure {
    /// - Parameter doing: what did not work, for example "The file requirements.txt could not be read".
    package init(_ cause: SystemCallFailure, _ doing: String) {
        guard let shortage = cause.shortage else {
            self.init(
                code: "system_call_failed", message: "\(doing) (\(cause)).",
                hint: "Try again. If it fails again, ask the operator to check the machine.")
            return
        }
        self.init(code: shortage.code, message: "\(doing): \(shortage.words) (\(cause)).", hint: shortage.hint)
    }

    /// A failure of the machine itself, not of an app or a tool that ran.
    package var isOfTheMachine: Bool { Self.machineCodes.contains(code) }

    private static let machineCodes = Set(Shortage.allCases.map(\.code)).union([
        "system_call_failed", "program_missing", "program_not_started", "program_killed", "folder_missing",
    ])
}
