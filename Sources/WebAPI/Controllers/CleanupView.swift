import FoundationEssentials
import Model
import Operations

/// The state of searches and cleanups as JSON.
struct CleanupView: Encodable {
    private struct Receipt: Encodable {
        let removed: [CleanupReceipt.Removed]
        let kept: [CleanupReceipt.Kept]
        let by: String
        let at: Date
    }

    private struct Trouble: Encodable {
        let code: String
        let message: String

        init(_ error: any Error) {
            let problem = ErrorTranslation.problem(for: error) ?? .internalError
            code = problem.code
            message = problem.detail
        }
    }

    private let view: CleanupDesk.View

    init(_ view: CleanupDesk.View) {
        self.view = view
    }

    private enum CodingKeys: String, CodingKey {
        case revision, activity, progress, orphans, receipt, trouble
        case lookedAt = "looked_at"
    }

    /// Encodes null instead of omitting unknown values.
    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(view.revision, forKey: .revision)
        try container.encode(view.activity.rawValue, forKey: .activity)
        try container.encode(view.progress, forKey: .progress)
        try container.encode(view.found?.orphans, forKey: .orphans)
        try container.encode(view.found?.at, forKey: .lookedAt)
        try container.encode(
            view.receipt.map { Receipt(removed: $0.0.removed, kept: $0.0.kept, by: $0.by, at: $0.at) }, forKey: .receipt
        )
        try container.encode(view.trouble.map(Trouble.init), forKey: .trouble)
    }
}
