/// An app that is gone, and what its removal took away; nil where it is only no longer shared with the reader.
struct RemovedAppView: Encodable {
    let name: String
    let receipt: RemovalReceipt?
}
