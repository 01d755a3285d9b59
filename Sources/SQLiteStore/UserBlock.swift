/// The block of user IDs that an installation assigns to its apps, in ascending order.
enum UserBlock {
    static let first = 200_000
    static let width = 100_000

    static func containing(_ user: Int) -> Range<UInt32> {
        let start = UInt32(first + (user - first) / width * width)
        return start..<start + UInt32(width)
    }
}
