/// Meaning of an Xid error by NVIDIA's catalog ("Analyzing Xid Errors with the Xid Catalog").
package struct XidMeaning: Equatable, Sendable {
    enum Mend {
        /// The app's own code failed.
        case restartApp
        /// GPU memory or firmware is affected: everything running on the GPU is lost.
        case resetCard
        case reboot
        /// No action needed now.
        case watch
    }

    /// Predicate of a sentence whose subject is the GPU.
    let words: String
    let mend: Mend

    /// Caused by the app itself and limited to it.
    var isOfTheApp: Bool { mend == .restartApp }
    /// True if apps on the GPU must be recreated.
    var harmsApps: Bool { mend != .watch }

    /// - Returns: nil for codes that only annotate another error.
    static func of(_ code: Int) -> XidMeaning? {
        code == recoveryAction ? nil : known[code] ?? XidMeaning("reported an error", .resetCard)
    }

    private static let recoveryAction = 154

    private static let known: [Int: XidMeaning] = [
        13: .init("rejected work of an app, such as an invalid address or instruction", .restartApp),
        31: .init("rejected access to memory outside the app's address space", .restartApp),
        43: .init("stopped the work of an app after an error of that app", .restartApp),
        45: .init("cleaned up after an app that was stopped or failed", .restartApp),
        48: .init("has an uncorrectable memory error", .resetCard),
        63: .init("retired part of its memory, effective after a reset", .watch),
        64: .init("failed to retire a faulty part of its memory", .resetCard),
        74: .init("lost an NVLink connection to another GPU", .resetCard),
        79: .init("fell off the bus", .reboot),
        92: .init("has a high rate of corrected memory errors", .watch),
        94: .init("has a memory error that affected one app", .resetCard),
        95: .init("has a memory error that may have affected every app on it", .resetCard),
        119: .init("gets no response from its own processor (GSP)", .resetCard),
        120: .init("had an error in its own processor (GSP)", .resetCard),
    ]

    private init(_ words: String, _ mend: Mend) {
        self.words = words
        self.mend = mend
    }
}
