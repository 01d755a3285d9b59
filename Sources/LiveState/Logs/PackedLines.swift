import Model
import FoundationEssentials

/// Lines of a log in little memory: their text in one piece, and beside it their times and sources.
struct PackedLines: Sendable {
    private struct Mark {
        let time: Date
        /// Where the text ends, counted from the first line that ever was.
        let end: Int
        let source: LogLine.Source
    }

    private var marks: [Mark] = []
    private var text: [UInt8] = []
    /// Bytes of text that were dropped.
    private var dropped = 0
    /// Sequence number of the first line; there are no gaps.
    private(set) var first = 1

    /// Sequence number of the newest line, dropped or not; 0 if there was none.
    var last: Int { first + marks.count - 1 }
    var count: Int { marks.count }
    var bytes: Int { text.count }
    /// Bytes of memory held, with what is free for lines to come.
    var footprint: Int { text.capacity + marks.capacity * MemoryLayout<Mark>.stride }

    mutating func append(_ line: String, from source: LogLine.Source, at time: Date) {
        text.makeRoom(for: line.utf8.count)
        marks.makeRoom(for: 1)
        text += line.utf8
        marks.append(Mark(time: time, end: dropped + text.count, source: source))
    }

    mutating func removeFirst(_ count: Int) {
        guard count > 0 else { return }
        let end = marks[count - 1].end
        text.removeFirst(end - dropped)
        dropped = end
        marks.removeFirst(count)
        first += count
    }

    /// Drops the oldest lines and gives back the memory that is not needed for the others.
    /// - Parameter limit: ``footprint`` to come down to; the newest line is kept in any case.
    mutating func shrink(to limit: Int) {
        let each = MemoryLayout<Mark>.stride
        let kept = marks.indices.first { dropped + text.count - start(of: $0) + (marks.count - $0) * each <= limit }
        removeFirst(max(0, min(kept ?? marks.count, marks.count - 1)))
        text = Array(unsafeUninitializedCapacity: text.count) { [text] buffer, count in
            count = buffer.initialize(fromContentsOf: text)
        }
        marks = Array(unsafeUninitializedCapacity: marks.count) { [marks] buffer, count in
            count = buffer.initialize(fromContentsOf: marks)
        }
    }

    /// Where the text of a line begins, counted as in ``Mark/end``.
    private func start(of index: Int) -> Int { index == 0 ? dropped : marks[index - 1].end }

    /// Sequence numbers of lines after and before these, of one source or all, oldest first.
    func sequences(after start: Int = 0, before end: Int = .max, of source: LogLine.Source?) -> [Int] {
        (max(first, start + 1)..<max(first, start + 1, min(last + 1, end))).filter { sequence in
            source == nil || marks[sequence - first].source == source
        }
    }

    /// True if there are lines before this one, of one source or all; nil stands for no line.
    func has(before sequence: Int?, of source: LogLine.Source?) -> Bool {
        guard let sequence else { return false }
        return marks.prefix(sequence - first).contains { source == nil || $0.source == source }
    }

    /// - Parameter sequences: of lines that are there.
    func lines(_ sequences: some Collection<Int>) -> [LogLine] {
        sequences.map { sequence in
            let mark = marks[sequence - first]
            let start = start(of: sequence - first)
            return LogLine(
                sequence: sequence, time: mark.time, source: mark.source,
                text: String(decoding: text[start - dropped..<mark.end - dropped], as: UTF8.self))
        }
    }
}

extension Array {
    /// Grows by an eighth rather than to the double, since much of that would stay empty in each of many logs.
    fileprivate mutating func makeRoom(for more: Int) {
        guard capacity < count + more else { return }
        reserveCapacity(count + Swift.max(more, count / 8 + 256 / MemoryLayout<Element>.stride))
    }
}
