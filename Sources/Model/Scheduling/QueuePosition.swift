/// An app's position in the GPU queue.
package struct QueuePosition: Equatable, Sendable, Encodable {
    package let position: Int
    package let length: Int
    package let waitsFor: String

    package init(position: Int, length: Int, waitsFor: String) {
        self.position = position
        self.length = length
        self.waitsFor = waitsFor
    }

    enum CodingKeys: String, CodingKey {
        case position, length
        case waitsFor = "waits_for"
    }
}
