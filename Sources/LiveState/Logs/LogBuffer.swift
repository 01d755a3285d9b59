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
    fileprivate static let byteCapacity = 4 << 20

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

    private let logs: Mutex<AllLogs>
    private let redactions = Mutex<[AppName: Redaction]>([:])
    private let hub: PollHub

    /// - Parameter limit: bytes of memory for the lines of all apps together. When they are used up, the apps with the
    ///   longest logs lose their oldest lines.
    package init(hub: PollHub, limit: Int = 256 << 20) {
        self.hub = hub
        logs = Mutex(AllLogs(limit: limit))
    }

    /// Bytes of memory held for the lines of all apps.
    package var footprint: Int { logs.withLock { $0.footprint } }

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
            logs.change(app) { log in
                log.append(text, from: source, at: time)
                log.shorten()
            }
        }
        hub.wake(Self.topic(app))
        return text
    }

    /// The latest lines of one source or all, oldest first.
    package func tail(of app: AppName, source: LogLine.Source? = nil) -> [LogLine] {
        read(app) { log in log.lines(log.sequences(of: source).suffix(Self.keptLines)) }
    }

    /// Restores stored lines after a restart, before any new one is written.
    package func restore(_ lines: [LogLine], of app: AppName) {
        for line in lines { append(line.text, from: line.source, to: app, at: line.time) }
    }

    /// Lines after the cursor, at most ``keptLines``, of one source or all.
    /// - Returns: nil if there are none.
    package func news(of app: AppName, after cursor: Int?, source: LogLine.Source?) -> Page? {
        read(app) { log in
            let known = log.first - 1
            let reset = cursor.map { $0 > log.last } ?? true
            let start = max(known, reset ? known : cursor ?? known)
            let found = log.sequences(after: start, of: source)
            guard reset || !found.isEmpty else { return nil }
            // A new client gets the latest lines; a following one gets the next lines and asks again for the rest.
            let isBehind = !reset && found.count > Self.keptLines
            let shown = isBehind ? found.prefix(Self.keptLines) : found.suffix(Self.keptLines)
            return Page(
                lines: log.lines(shown), last: isBehind ? shown.last ?? start : log.last, reset: reset,
                dropped: reset ? 0 : start - (cursor ?? start), hasOlder: log.has(before: shown.first, of: source))
        }
    }

    /// The last lines before `sequence`, at most ``keptLines``, of one source or all.
    package func older(of app: AppName, before sequence: Int, source: LogLine.Source?) -> Page {
        read(app) { log in
            let shown = log.sequences(before: sequence, of: source).suffix(Self.keptLines)
            return Page(
                lines: log.lines(shown), last: shown.last ?? 0, reset: false, dropped: 0,
                hasOlder: log.has(before: shown.first, of: source))
        }
    }

    /// All lines in memory, of one source or all.
    package func all(of app: AppName, source: LogLine.Source?) -> [LogLine] {
        read(app) { log in log.lines(log.sequences(of: source)) }
    }

    package func nothingNew(of app: AppName) -> Page {
        Page(lines: [], last: read(app) { $0.last }, reset: false, dropped: 0, hasOlder: false)
    }

    package func forget(_ app: AppName) {
        logs.withLock { $0.forget(app) }
        redactions.withLock { $0[app] = nil }
        hub.wake(Self.topic(app))
    }

    private func read<Value>(_ app: AppName, _ body: (PackedLines) -> Value) -> Value {
        logs.withLock { body($0.log(of: app)) }
    }
}

extension PackedLines {
    /// Drops many lines at once when a limit is exceeded, so that dropping is rare.
    fileprivate mutating func shorten() {
        guard count >= LogBuffer.capacity * 5 / 4 || bytes > LogBuffer.byteCapacity else { return }
        removeFirst(max(count - LogBuffer.capacity, count / 5))
    }
}
