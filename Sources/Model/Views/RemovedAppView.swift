/// A removed app and its removal receipt; the receipt is nil if the app is just no longer visible to the reader.
package struct RemovedAppView: Encodable, Sendable {
    let name: String
    let receipt: RemovalReceipt?

    package init(name: String, receipt: RemovalReceipt?) {
        self.name = name
        self.receipt = receipt
    }
}
