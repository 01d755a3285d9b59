import Model

/// Audit detail of a cleanup: readable names and sizes of what was removed, since it can no longer be looked up.
struct CleanupDetail: Encodable {
    let removed: [String]
    let bytes: Int64

    init(_ receipt: CleanupReceipt) {
        removed = Self.names(receipt.removed)
        bytes = receipt.removed.compactMap(\.bytes).reduce(0, +)
    }

    static func names(_ removed: [CleanupReceipt.Removed]) -> [String] {
        removed.map { "\($0.kind.rawValue) \($0.name)" }
    }
}
