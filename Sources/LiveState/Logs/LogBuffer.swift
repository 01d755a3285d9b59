package import Model
package import FoundationEssentials
import Synchronization

/// Recent log lines of every app, from all sources in one order.
package final class LogBuffer: Sendable {
    /// Lines kept in memory per app; older ones are dropped.
    package static let capacity = 2000
    /// Lines stored permanently with a finished deployment.
    package static let keptLines = 500

    /// Bytes of text kept in memory per app.
    private static let byteCapacity = 4 << 20

    private struct Log {
        var lines: [LogLine] = []
        var lastSequence = 0
        var bytes = 0

        func has(olderThan line: LogLine?, _ source: LogLine.Source?) -> Bool {
            guard let line, let first = lines.first(where: { source == nil || $0.source == source }) else {
                return false
            }
            return first.sequence < line.sequence
        }

        /// Drops many lines at once when a limit is exceeded, so that dropping is rare.
        mutating func shorten() {
            guard lines.count >= LogBuffer.capacity * 5 / 4 || bytes > LogBuffer.byteCapacity else { return }
            let dropped = lines.prefix(max(lines.count - LogBuffer.capacity, lines.count / 5))
            bytes -= dropped.reduce(0) { $0 + $1.text.utf8.count }
            lines.removeFirst(dropped.count)
        }
    }

    package struct Page: Sendable {
        package let lines: [LogLine]
        /// Cursor for the next request.
        package let last: Int
        /// True if the cursor is from another run of the service, so these lines do not continue from it.
        package let reset: Bool
        /// Number of lines between the cursor and these that have been dropped.
        package let dropped: Int
        /// True if older lines are available.
        package let hasOlder: Bool
    }

    private let logs = Mutex<[AppName: Log]>([:])
    private let redactions = Mutex<[AppName: Redaction]>([:])
    private let hub: PollHub

    package init(hub: PollHub) {
        self.hub = hub
    }

    package static func topic(_ app: AppName) -> String { "logs/\(app)" }

    /// Redacts these secrets in every new line of the app before it is stored.
    package func conceal(_ secrets: [Secret], of app: AppName) {
        redactions.withLock { $0[app] = secrets.isEmpty ? nil : Redaction(secrets) }
    }

    /// The text with secrets redacted.
    package func redacted(_ text: String, of app: AppName) -> String {
        redactions.withLock { $0[app] }?.apply(text) ?? text
    }

    /// - Returns: the text as stored.
    @discardableResult
    package func append(
        _ text: String, from source: LogLine.Source, to app: AppName, at time: Date = .now
    ) -> String {
        let text = LogText.line(text, redactions.withLock { $0[app] })
        logs.withLock { logs in
            var log = logs.removeValue(forKey: app) ?? Log()
            log.lastSequence += 1
            log.lines.append(LogLine(sequence: log.lastSequence, time: time, source: source, text: text))
            log.bytes += text.utf8.count
            log.shorten()
            logs[app] = log
        }
        hub.wake(Self.topic(app))
        return text
    }

    /// The latest lines of one source or all, oldest first.
    package func tail(of app: AppName, source: LogLine.Source? = nil) -> [LogLine] {
        let lines = logs.withLock { $0[app]?.lines ?? [] }
        return lines.filter { source == nil || $0.source == source }.suffix(Self.keptLines)
    }

    /// Restores stored lines after a restart, before any new one is written.
    package func restore(_ lines: [LogLine], of app: AppName) {
        for line in lines { append(line.text, from: line.source, to: app, at: line.time) }
    }

    /// Lines after the cursor, at most ``keptLines``, of one source or all.
    /// - Returns: nil if there are none.
    package func news(of app: AppName, after cursor: Int?, source: LogLine.Source?) -> Page? {
        let log = logs.withLock { $0[app] ?? Log() }
        let known = (log.lines.first?.sequence ?? 1) - 1
        let reset = cursor.map { $0 > log.lastSequence } ?? true
        let start = max(known, reset ? known : cursor ?? known)
        let lines = log.lines.dropFirst(start - known).filter { source == nil || $0.source == source }
        guard reset || !lines.isEmpty else { return nil }
        // A new client gets the latest lines; a following one gets the next lines and asks again for the rest.
        guard !reset, lines.count > Self.keptLines else {
            let newest = Array(lines.suffix(Self.keptLines))
            return Page(
                lines: newest, last: log.lastSequence, reset: reset, dropped: reset ? 0 : start - (cursor ?? start),
                hasOlder: log.has(olderThan: newest.first, source))
        }
        let next = Array(lines.prefix(Self.keptLines))
        return Page(
            lines: next, last: next.last?.sequence ?? start, reset: false, dropped: start - (cursor ?? start),
            hasOlder: log.has(olderThan: next.first, source))
    }

    /// The last lines before `sequence`, at most ``keptLines``, of one source or all.
    package func older(of app: AppName, before sequence: Int, source: LogLine.Source?) -> Page {
        let log = logs.withLock { $0[app] ?? Log() }
        let lines = log.lines.filter { $0.sequence < sequence && (source == nil || $0.source == source) }
        let newest = Array(lines.suffix(Self.keptLines))
        return Page(
            lines: newest, last: newest.last?.sequence ?? 0, reset: false, dropped: 0,
            hasOlder: lines.count > newest.count)
    }

    /// All lines in memory, of one source or all.
    package func all(of app: AppName, source: LogLine.Source?) -> [LogLine] {
        logs.withLock { $0[app]?.lines ?? [] }.filter { source == nil || $0.source == source }
    }

    package func nothingNew(of app: AppName) -> Page {
        let last = logs.withLock { $0[app]?.lastSequence ?? 0 }
        return Page(lines: [], last: last, reset: false, dropped: 0, hasOlder: false)
    }

    package func forget(_ app: AppName) {
        logs.withLock { $0[app] = nil }
        redactions.withLock { $0[app] = nil }
        hub.wake(Self.topic(app))
    }
}
