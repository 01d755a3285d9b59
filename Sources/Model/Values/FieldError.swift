/// A field of a request that failed validation: the field, the rule, and what to do.
package struct FieldError: Error, Equatable, Sendable {
    /// Field name in the API, such as `start_command`.
    package let field: String
    /// Stable identifier of the rule, such as `command_too_long`.
    package let code: String
    /// One sentence for the user who filled in the field.
    package let message: String

    package init(field: String, code: String, message: String) {
        self.field = field
        self.code = code
        self.message = message
    }
}

/// All invalid fields of a request; never empty.
package struct InvalidFields: Error, Equatable, Sendable {
    package let errors: [FieldError]

    package init(_ errors: [FieldError]) {
        self.errors = errors
    }
}
