import Configuration

/// One line of output of `dcc doctor`.
struct Finding: Equatable {
    enum Kind: String {
        case ok = "ok   "
        /// Possibly a problem; the operator decides.
        case warn = "WARN "
        case fail = "FAIL "
    }

    let kind: Kind
    let line: String

    private init(kind: Kind, line: String) {
        self.kind = kind
        self.line = line
    }

    static func ok(_ what: String, _ state: String) -> Finding {
        Finding(kind: .ok, line: "\(what): \(state)")
    }

    static func warn(_ what: String, _ trouble: String, fix: String) -> Finding {
        Finding(kind: .warn, line: "\(what): \(trouble). To fix it, \(fix).")
    }

    static func fail(_ what: String, _ trouble: String, fix: String) -> Finding {
        Finding(kind: .fail, line: "\(what): \(trouble). To fix it, \(fix).")
    }

    init(_ problem: InvalidConfiguration.Problem) {
        self = .fail("configuration", "\(problem.place): \(problem.text)", fix: "correct it and restart the service")
    }

    var text: String { "\(kind.rawValue) \(line)" }
}
