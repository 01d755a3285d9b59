/// A failure as served by the API.
package struct FailureView: Encodable, Sendable {
    let step: String?
    let code: String
    let message: String
    let hint: String

    package init(_ failure: Failure) {
        step = failure.step?.rawValue
        code = failure.code
        message = failure.message
        hint = failure.hint
    }
}
