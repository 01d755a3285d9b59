/// An app that is gone, and what its removal took away.
struct RemovedView: Encodable {
    let name: String
    let receipt: RemovalReceipt
}
