import ControlCenter
import HTTPTypes

/// `/api/apps/{name}/logs`: lines after a cursor, waiting for new ones.
struct LogsController {
    let book: AppBook
    let logs: LogBook
    let room: WaitingRoom
    let instance: String

    private struct Page: Encodable {
        let instance: String
        let lines: [LogLineView]
        let last: Int
        let reset: Bool

        init(_ page: LogBook.Page, instance: String) {
            self.instance = instance
            lines = page.lines.map(LogLineView.init)
            last = page.last
            reset = page.reset
        }
    }

    @Sendable func poll(_ request: APIRequest, _ caller: Caller, _ app: App) throws -> Answer {
        let name = app.name
        let source = try source(request)
        let timeout = try request.timeout()
        let sameRun = request.query("instance") ?? instance == instance
        let cursor = sameRun ? try request.cursor() : nil
        return .later { [book, logs, room, instance] send in
            // Who may no longer see the app is told nothing more, also while waiting.
            let sees = { @Sendable in book.app(name).map(caller.maySee) ?? false }
            return LongPoll(room: room, topic: LogBook.topic(name)).start(timeout: timeout) {
                sees() ? logs.news(of: name, after: cursor, source: source) : nil
            } send: { news in
                guard sees() else { return send(Problem.noSuchApp.response) }
                send(.json(encoding: Page(news ?? logs.nothingNew(of: name), instance: instance)))
            }
        }
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

/// A log line as the API shows it.
struct LogLineView: Encodable {
    let line: LogLine

    init(_ line: LogLine) {
        self.line = line
    }

    enum CodingKeys: String, CodingKey { case sequence, time, source, text }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(line.sequence, forKey: .sequence)
        try container.encode(line.time, forKey: .time)
        try container.encode(line.source.rawValue, forKey: .source)
        try container.encode(line.text, forKey: .text)
    }
}
