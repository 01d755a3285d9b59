/// A failure as served by the API.
package struct FailureView: Encodable, Sendable {
    let failure: Failure

    package init(_ failure: Failure) {
        self.failure = failure
    }

    enum CodingKeys: String, CodingKey {
        case step, code, message, hint, lines, action
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(failure.step?.rawValue, forKey: .step)
        try container.encode(failure.code, forKey: .code)
        try container.encode(failure.message, forKey: .message)
        try container.encode(failure.hint, forKey: .hint)
        try container.encode(failure.lines, forKey: .lines)
        try container.encode(failure.action, forKey: .action)
    }
}
