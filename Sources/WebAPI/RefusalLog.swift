import Model
import Ports
import HTTPTypes
import Logging

/// Records requests that users were not allowed to make in the audit log.
struct RefusalLog: Sendable {
    struct Entry: Sendable {
        fileprivate let refusal: Refusal
        fileprivate let caller: Caller
    }

    private let log: any AuditLog
    private let authorizer: Authorizer
    private let logger: Logger
    private let meter = RefusalMeter()
    private let writing = BlockingWork(label: "dcc.refusals")

    init(log: any AuditLog, authorizer: Authorizer, logger: Logger) {
        self.log = log
        self.authorizer = authorizer
        self.logger = logger
    }

    /// - Returns: nil for one that is not recorded.
    func entry(_ code: String, _ request: APIRequest, _ route: Route?) -> Entry? {
        // nginx sends one such request per file of an app's page. Their refusals are in nginx's access log.
        guard let route, !route.pattern.hasPrefix("/internal/") else { return nil }
        let decision = meter.decide(for: request.user ?? "")
        guard decision != .leave else { return nil }
        let app = request.parameters["name"].flatMap { try? AppName($0) }
        let refusal = Refusal(
            action: "\(request.head.method.rawValue) \(route.pattern)", app: app?.rawValue ?? "",
            code: decision == .write ? code : "more_in_this_minute")
        // Record the name even if the user has no role.
        let caller =
            (try? authorizer.caller(of: request))
            ?? Caller(user: request.user ?? "", role: .viewer, address: request.address)
        return Entry(refusal: refusal, caller: caller)
    }

    func record(_ entry: Entry) async {
        do {
            try await writing.run { [log] in try log.record(entry.refusal, by: entry.caller) }
        } catch {
            logger.error("could not record a refusal", metadata: ["error": "\(error)"])
        }
    }
}
