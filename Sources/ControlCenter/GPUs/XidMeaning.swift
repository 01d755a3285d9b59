/// Meaning of an Xid error by NVIDIA's catalog ("Analyzing Xid Errors with the Xid Catalog").
struct XidMeaning: Equatable {
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
        13: .init("was given work that its engine refused, such as a wrong address or instruction", .restartApp),
        31: .init("was asked for memory that is not the app's", .restartApp),
        43: .init("stopped the work of an app that did something wrong", .restartApp),
        45: .init("cleaned up after an app that was ended or went wrong", .restartApp),
        48: .init("found an error in its memory that cannot be corrected", .resetCard),
        63: .init("put a part of its memory out of use, which takes effect when it is reset", .watch),
        64: .init("could not put a broken part of its memory out of use", .resetCard),
        74: .init("lost an NVLink to another card", .resetCard),
        79: .init("fell off the bus", .reboot),
        92: .init("corrects errors in its memory unusually often", .watch),
        94: .init("found a memory error that hit one app alone", .resetCard),
        95: .init("found a memory error that may have hit every app on it", .resetCard),
        119: .init("no longer gets answers from its own processor (GSP)", .resetCard),
        120: .init("had an error in its own processor (GSP)", .resetCard),
    ]

    private init(_ words: String, _ mend: Mend) {
        self.words = words
        self.mend = mend
    }
}
