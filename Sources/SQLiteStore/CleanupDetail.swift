import ControlCenter

/// What the audit log keeps of a cleanup: what is gone, in words that people still understand when it is, and its size.
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
