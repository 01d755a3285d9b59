import Model
import HTTPTypes

/// An error response in the format of RFC 9457.
struct Problem: Encodable {
    private static let namespace = "urn:dcc:problem:"

    let type: String
    let title: String
    let status: Int
    let detail: String
    let errors: [Entry]

    struct Entry: Encodable {
        let field: String
        let code: String
        let message: String
    }

    init(_ status: HTTPResponse.Status, _ code: String, _ detail: String, errors: [FieldError] = []) {
        type = Self.namespace + code
        title = status.reasonPhrase
        self.status = status.code
        self.detail = detail
        self.errors = errors.map { Entry(field: $0.field, code: $0.code, message: $0.message) }
    }

    /// A problem with one field or header of the request.
    init(_ status: HTTPResponse.Status, field: String, _ code: String, _ message: String) {
        self.init(status, code, message, errors: [FieldError(field: field, code: code, message: message)])
    }

    static let noSuchApp = Problem(.notFound, "not_found", "App not found.")
    static let internalError = Problem(
        .internalServerError, "internal", "Something went wrong. The operator can find details in the log.")

    var code: String { String(type.dropFirst(Self.namespace.count)) }

    var response: APIResponse {
        var response = APIResponse.json(HTTPResponse.Status(code: status), encoding: self)
        response.head.headerFields[.contentType] = "application/problem+json"
        if status == HTTPResponse.Status.serviceUnavailable.code { response.head.headerFields[.retryAfter] = "3" }
        return response
    }
}
