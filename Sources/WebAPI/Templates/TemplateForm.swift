package import Model

/// A template's file: title, description, suggested name, settings as in a request that adds an app, and environment.
package enum TemplateForm {
    private static let fields: Set<String> = ["title", "description", "name", "settings", "environment"]
    private static let maximumTitle = 80
    private static let maximumDescription = 300

    /// - Throws: all fields that are wrong, each by its path in the file.
    package static func template(_ id: String, _ content: [UInt8]) throws(InvalidFields) -> Template {
        let fields = FormFields(try members(of: content))
        var broken = BrokenRules()
        broken.addUnknown(in: fields, besides: Self.fields)
        let title = broken.collect { () throws(FieldError) in
            guard let title = try words(fields, "title", atMost: maximumTitle) else {
                throw FieldError(field: "title", code: "title_required", message: "Enter a title.")
            }
            return title
        }
        let description = broken.collect { () throws(FieldError) in
            try words(fields, "description", atMost: maximumDescription) ?? ""
        }
        let name = broken.collect { () throws(FieldError) -> AppName? in
            guard let text = try fields.text("name", "name") else { return nil }
            return try AppName(text)
        }
        let settings = broken.collect { () throws(FieldError) in try fields.object("settings") }
            .flatMap { TemplateSettings($0).read(&broken) }
        let environment = TemplateEnvironment(fields).read(&broken)
        guard broken.errors.isEmpty, let title, let description, let name, let settings, let environment else {
            throw InvalidFields(broken.errors)
        }
        return Template(
            id: id, title: title, description: description, name: name, settings: settings.settings,
            given: settings.given, environment: environment)
    }

    private static func members(of content: [UInt8]) throws(InvalidFields) -> [(String, JSONValue)] {
        let value: JSONValue
        do {
            value = try JSONReader.read(content)
        } catch {
            throw refused("json_invalid", "It is not valid JSON: \(error.reason), at byte \(error.offset).")
        }
        guard case .object(let members) = value else { throw refused("json_type", "It is not a JSON object.") }
        return members.map { ($0.key, $0.value) }
    }

    /// One line for display.
    static func words(_ fields: FormFields, _ field: String, atMost limit: Int) throws(FieldError) -> String? {
        guard let text = try fields.text(field, field) else { return nil }
        let isPlain = !text.unicodeScalars.contains {
            $0.properties.generalCategory == .control || $0.properties.isBidiControl
        }
        guard (1...limit).contains(text.utf8.count), isPlain else {
            throw FieldError(
                field: field, code: "\(field)_invalid",
                message: "Enter one line of 1 to \(limit) bytes without control characters.")
        }
        return text
    }

    private static func refused(_ code: String, _ message: String) -> InvalidFields {
        InvalidFields([FieldError(field: "", code: code, message: message)])
    }
}
