import Model

/// The answers already made for one version of the board, and those for whom it has nothing.
struct KnownAnswers {
    /// Bytes of all answers kept. More distinct ones are made anew for each client.
    private static let byteCapacity = 8 << 20

    struct Question: Hashable {
        /// nil for a client that knows nothing.
        let revision: Int?
        private let viewer: Viewer

        init(_ caller: Caller, after revision: Int?) {
            self.revision = revision
            viewer = caller.role == .operator ? .anOperator : .person(caller.user, groups: caller.groups)
        }
    }

    /// Clients with the same visibility get the same answer.
    private enum Viewer: Hashable {
        case anOperator
        case person(String, groups: Set<String>)
    }

    private var version = 0
    private var answers: [Question: [UInt8]?] = [:]
    private var bytes = 0

    /// - Returns: nil if not known yet; `.some(nil)` if there is nothing for them.
    func answer(to question: Question, at version: Int) -> [UInt8]?? {
        version == self.version ? answers[question] : nil
    }

    mutating func keep(_ answer: [UInt8]?, to question: Question, at version: Int) {
        guard version >= self.version else { return }
        if version > self.version { self = KnownAnswers(version: version) }
        let size = (answer?.count ?? 0) + MemoryLayout<Question>.size
        guard bytes + size <= Self.byteCapacity else { return }
        bytes += size
        answers[question] = .some(answer)
    }

    init() {}

    private init(version: Int) {
        self.version = version
    }
}
