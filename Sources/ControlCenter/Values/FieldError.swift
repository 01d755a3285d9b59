/// A field of a request that breaks a rule: which field, which rule, and what to do about it.
package struct FieldError: Error, Equatable, Sendable {
    /// The field's name in the API, such as `start_command`.
    package let field: String
    /// The rule's name, stable for programs, such as `command_too_long`.
    package let code: String
    /// A sentence for the person who filled in the field.
    package let message: String

    package init(field: String, code: String, message: String) {
        self.field = field
        self.code = code
        self.message = message
    }
}

/// Every field of one request that breaks a rule; never empty.
package struct InvalidFields: Error, Equatable, Sendable {
    package let errors: [FieldError]

    package init(_ errors: [FieldError]) {
        self.errors = errors
    }
}
