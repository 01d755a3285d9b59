/// Splits a container's log stream into lines: frames of an 8-byte header (stream, three zeros, big-endian length) and
/// a payload. See "Stream format" of ContainerAttach in the Engine API.
struct LogFrames {
    /// In bytes. Longer lines are truncated.
    static let maximumLine = 64 * 1024

    private var header: [UInt8] = []
    private var payloadLeft = 0
    private var line: [UInt8] = []

    /// - Parameter emit: receives each complete line without its line break.
    mutating func receive(_ bytes: UnsafeRawBufferPointer, emit: (ArraySlice<UInt8>) -> Void) {
        var rest = bytes[...]
        while !rest.isEmpty {
            if payloadLeft == 0 {
                let missing = 8 - header.count
                header.append(contentsOf: rest.prefix(missing))
                rest = rest.dropFirst(missing)
                guard header.count == 8 else { return }
                payloadLeft = header[4...].reduce(0) { $0 << 8 | Int($1) }
                header.removeAll(keepingCapacity: true)
            } else {
                let part = rest.prefix(payloadLeft)
                payloadLeft -= part.count
                rest = rest.dropFirst(part.count)
                takePayload(part, emit)
            }
        }
    }

    /// Emits the last line if it has no line break.
    mutating func end(emit: (ArraySlice<UInt8>) -> Void) {
        if !line.isEmpty { emit(line[...]) }
        line = []
    }

    private mutating func takePayload(_ payload: Slice<UnsafeRawBufferPointer>, _ emit: (ArraySlice<UInt8>) -> Void) {
        var rest = payload
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            collect(rest[..<end])
            emit(line[...])
            line.removeAll(keepingCapacity: true)
            rest = rest[rest.index(after: end)...]
        }
        collect(rest)
    }

    private mutating func collect(_ part: Slice<UnsafeRawBufferPointer>) {
        line.append(contentsOf: part.prefix(max(0, Self.maximumLine - line.count)))
    }
}
