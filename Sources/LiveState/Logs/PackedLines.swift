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

    mutating func append(_ line: String, from source: LogLine.Source, at time: Date) {
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
            let start = sequence == first ? dropped : marks[sequence - first - 1].end
            return LogLine(
                sequence: sequence, time: mark.time, source: mark.source,
                text: String(decoding: text[start - dropped..<mark.end - dropped], as: UTF8.self))
        }
    }
}
