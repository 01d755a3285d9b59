/// Line and column of a byte in a text, from 1, as editors count them: `3:17`.
struct TextPosition: CustomStringConvertible {
    let line: Int
    let column: Int

    init(_ offset: Int, in text: [UInt8]) {
        let before = text.prefix(offset)
        line = before.count { $0 == UInt8(ascii: "\n") } + 1
        let start = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        column = String(decoding: before[start...], as: UTF8.self).count + 1
    }

    var description: String { "\(line):\(column)" }
}
