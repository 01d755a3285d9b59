/// A removed app and its removal receipt; the receipt is nil if the app is just no longer visible to the reader.
struct RemovedAppView: Encodable {
    let name: String
    let receipt: RemovalReceipt?
}
