import LiveState
import Model
import FoundationEssentials
import HTTPTypes

/// `/api/apps/{name}/logs`: log lines after a cursor, as a long-poll.
struct LogsController {
    let board: StatusBoard
    let logs: LogBuffer
    let hub: PollHub

    private struct Page: Encodable {
        let instance: String
        let lines: [LogLineView]
        let last: Int
        let reset: Bool
        /// The lowest sequence number in `lines`; nil if there are none.
        let first: Int?
        /// True if older lines are available.
        let more: Bool

        init(_ page: LogBuffer.Page, instance: String) {
            self.instance = instance
            lines = page.lines.enumerated().map { index, line in
                LogLineView(line, dropped: index == 0 ? page.dropped : 0)
            }
            last = page.last
            reset = page.reset
            first = page.lines.first?.sequence
            more = page.hasOlder
        }
    }

    @Sendable func poll(_ request: APIRequest, _ caller: Caller, _ app: App) throws -> Answer {
        let name = app.name
        let source = try source(request)
        if request.query("format") == "text" { return .now(download(app, source)) }
        if let before = try request.number("before", in: 1...(1 << 53), code: "cursor_invalid") {
            return .now(
                .json(encoding: Page(logs.older(of: name, before: before, source: source), instance: board.instance)))
        }
        let timeout = try request.timeout()
        let sameRun = request.query("instance") ?? board.instance == board.instance
        let cursor = sameRun ? try request.cursor() : nil
        return .later { [board, logs, hub] send in
            // Checked again when waiting ends: a caller who lost access must not receive lines.
            let sees = { @Sendable in board.shows(name, to: caller) }
            return LongPoll(hub: hub, topic: LogBuffer.topic(name)).start(timeout: timeout) {
                sees() ? logs.news(of: name, after: cursor, source: source) : nil
            } send: { news in
                guard sees() else { return send(.failure(UnknownApp())) }
                send(.success(.json(encoding: Page(news ?? logs.nothingNew(of: name), instance: board.instance))))
            }
        }
    }

    /// All available lines as plain text, without colors.
    private func download(_ app: App, _ source: LogLine.Source?) -> APIResponse {
        let text = logs.all(of: app.name, source: source).map { line in
            "\(line.time.formatted(.iso8601)) \(line.source.rawValue) \(LogText.clean(line.text.utf8))\n"
        }
        var response = APIResponse.json(.ok, Array(text.joined().utf8))
        response.head.headerFields[.contentType] = "text/plain; charset=utf-8"
        response.head.headerFields[.contentDisposition] = "attachment; filename=\"\(app.name).log\""
        return response
    }

    private func source(_ request: APIRequest) throws -> LogLine.Source? {
        guard let text = request.query("source") else { return nil }
        guard let source = LogLine.Source(rawValue: text) else {
            let known = LogLine.Source.allCases.map(\.rawValue).joined(separator: ", ")
            throw InvalidFields([
                FieldError(field: "source", code: "source_unknown", message: "Choose one of \(known).")
            ])
        }
        return source
    }
}

/// A log line as shown by the API.
struct LogLineView: Encodable {
    let line: LogLine
    /// Number of lines before this one that are no longer available.
    let dropped: Int

    init(_ line: LogLine, dropped: Int = 0) {
        self.line = line
        self.dropped = dropped
    }

    enum CodingKeys: String, CodingKey { case sequence, time, source, text, dropped }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(line.sequence, forKey: .sequence)
        try container.encode(line.time, forKey: .time)
        try container.encode(line.source.rawValue, forKey: .source)
        try container.encode(line.text, forKey: .text)
        if dropped > 0 { try container.encode(dropped, forKey: .dropped) }
    }
}
