/// One line of the doctor's answer.
struct Finding: Equatable {
    enum Kind: String {
        case good = "ok   "
        /// Not wrong for certain: a person has to judge.
        case look = "LOOK "
        case bad = "BAD  "
    }

    let kind: Kind
    let line: String

    static func good(_ what: String, _ state: String) -> Finding {
        Finding(kind: .good, line: "\(what): \(state)")
    }

    static func look(_ what: String, _ trouble: String, mend: String) -> Finding {
        Finding(kind: .look, line: "\(what): \(trouble). To mend it, \(mend).")
    }

    static func bad(_ what: String, _ trouble: String, mend: String) -> Finding {
        Finding(kind: .bad, line: "\(what): \(trouble). To mend it, \(mend).")
    }

    var text: String { "\(kind.rawValue) \(line)" }
}
