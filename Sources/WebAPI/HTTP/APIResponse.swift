package import LiveState
import Model
package import HTTPTypes

/// A complete response.
package struct APIResponse: Sendable {
    package var head: HTTPResponse
    package var body: [UInt8]

    private static let jsonFields: HTTPFields = [.contentType: "application/json", .cacheControl: "no-store"]

    static func json(_ status: HTTPResponse.Status = .ok, _ body: [UInt8]) -> APIResponse {
        APIResponse(head: HTTPResponse(status: status, headerFields: jsonFields), body: body)
    }

    static func json(_ status: HTTPResponse.Status = .ok, encoding value: some Encodable) -> APIResponse {
        json(status, Array(JSONText.data(value)))
    }

    /// A CSV file download.
    static func csv(_ text: String, file: String) -> APIResponse {
        var response = APIResponse.json(.ok, Array(text.utf8))
        response.head.headerFields[.contentType] = "text/csv; charset=utf-8"
        response.head.headerFields[.contentDisposition] = "attachment; filename=\"\(file)\""
        return response
    }

    /// A download that no browser opens.
    static func file(_ bytes: [UInt8]) -> APIResponse {
        var response = APIResponse.json(.ok, bytes)
        response.head.headerFields[.contentType] = "application/octet-stream"
        response.head.headerFields[.contentDisposition] = "attachment"
        return response
    }

    static func accepted(_ app: AppName, _ json: String) -> APIResponse {
        var response = APIResponse.json(.accepted, Array(json.utf8))
        response.head.headerFields[.location] = "/api/apps/\(app)"
        return response
    }
}

/// Result of a route.
enum Answer: Sendable {
    case now(APIResponse)
    /// What waits for the database or the disk. A client that disconnects does not cancel it.
    case work(@Sendable () async throws -> APIResponse)
    /// Sent when there is news.
    case later(@Sendable (_ send: @escaping @Sendable (Result<APIResponse, any Error>) -> Void) -> LongPoll.Start)
}

/// What a caller gets: a response now, one of work that nothing cancels, or one that is sent when there is news.
package enum Reply: Sendable {
    case now(APIResponse)
    case soon(@Sendable () async -> APIResponse)
    case later(@Sendable (_ send: @escaping @Sendable (APIResponse) -> Void) -> LongPoll.Start)
}
