/// Makes lines of bytes as they arrive. A line ends with LF, CR LF or CR, as progress bars have it; the last one needs no
/// end. Bytes that are not UTF-8 are replaced.
struct LineSplitter {
    /// A longer line arrives in pieces, each of at least so many bytes.
    static let longest = 1 << 20

    private var rest: [UInt8] = []
    /// The LF that may follow belongs to the line before.
    private var followsReturn = false

    mutating func receive(_ bytes: [UInt8], _ line: (String) throws -> Void) rethrows {
        var start = bytes.startIndex
        for (place, byte) in bytes.enumerated() where byte == 0x0A || byte == 0x0D {
            let isSecondHalf = byte == 0x0A && followsReturn && place == start
            rest += bytes[start..<place]
            start = place + 1
            followsReturn = byte == 0x0D
            if !isSecondHalf { try emit(line) }
        }
        guard start < bytes.endIndex else { return }
        followsReturn = false
        rest += bytes[start...]
        if rest.count >= Self.longest { try emit(line) }
    }

    mutating func end(_ line: (String) throws -> Void) rethrows {
        if !rest.isEmpty { try emit(line) }
    }

    private mutating func emit(_ line: (String) throws -> Void) rethrows {
        let text = String(decoding: rest, as: UTF8.self)
        rest.removeAll(keepingCapacity: rest.capacity <= 1 << 16)
        try line(text)
    }
}
