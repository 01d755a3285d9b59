import Synchronization

/// The last lines that a command printed.
final class OutputTail: Sendable {
    private static let length = 500

    private let kept = Mutex<[String]>([])

    var lines: [String] { kept.withLock { $0 } }

    func append(_ line: String) {
        kept.withLock { lines in
            lines.append(line)
            if lines.count > Self.length { lines.removeFirst() }
        }
    }
}
