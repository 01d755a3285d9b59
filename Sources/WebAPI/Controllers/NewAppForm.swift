import ControlCenter

/// The onboarding form's fields, read from JSON: every rule that is broken is reported at once.
struct NewAppForm {
    private static let fields: Set<String> = [
        "name", "repository", "branch", "requirements_file", "start_command", "port", "gpus",
    ]

    private let members: [String: JSONValue]

    /// - Throws: ``RequestRefused`` when the body is no JSON object.
    init(_ body: [UInt8]) throws(RequestRefused) {
        members = Dictionary(try JSONBody.object(body)) { first, _ in first }
    }

    /// - Throws: ``InvalidFields``.
    func app() throws(InvalidFields) -> NewApp {
        var broken = BrokenRules()
        for key in members.keys.sorted() where !Self.fields.contains(key) {
            broken.add(FieldError(field: key, code: "unknown_field", message: "There is no field “\(key)”."))
        }
        let name = broken.collect { () throws(FieldError) in try AppName(try text("name", "name") ?? "") }
        let repository = broken.collect { () throws(FieldError) in
            try RepositoryURL(try text("repository", "repository") ?? "")
        }
        let branch = broken.collect { () throws(FieldError) -> BranchName? in
            guard let text = try text("branch", "ref"), !text.isEmpty else { return nil }
            return try BranchName(text)
        }
        let requirements = broken.collect { () throws(FieldError) in
            try RequirementsFile(try text("requirements_file", "requirements"))
        }
        let startCommand = broken.collect { () throws(FieldError) in
            try StartCommand(try text("start_command", "command") ?? "")
        }
        let port = broken.collect { () throws(FieldError) in
            guard let number = try number("port") else {
                throw FieldError(
                    field: "port", code: "port_required", message: "Give the port that the app listens on.")
            }
            return try ContainerPort(number)
        }
        let gpus = broken.collect { () throws(FieldError) in try GPUCount(try number("gpus") ?? 0) }

        guard broken.errors.isEmpty, let name, let repository, let branch, let requirements, let startCommand,
            let port, let gpus
        else { throw InvalidFields(broken.errors) }
        return NewApp(
            name: name,
            settings: AppSettings(
                repository: repository, branch: branch, requirements: requirements, startCommand: startCommand,
                port: port, gpus: gpus))
    }

    private func text(_ field: String, _ rule: String) throws(FieldError) -> String? {
        switch members[field] {
        case .string(let text): return text
        case nil, .null: return nil
        default: throw FieldError(field: field, code: "\(rule)_type", message: "Give a text in quotes.")
        }
    }

    private func number(_ field: String) throws(FieldError) -> Int? {
        switch members[field] {
        case .integer(let number): return number
        case nil, .null: return nil
        default: throw FieldError(field: field, code: "\(field)_type", message: "Give a whole number, without quotes.")
        }
    }
}

/// The rules that a request's fields break, gathered one field after the other.
private struct BrokenRules {
    private(set) var errors: [FieldError] = []

    mutating func add(_ error: FieldError) {
        errors.append(error)
    }

    mutating func collect<Value>(_ read: () throws(FieldError) -> Value) -> Value? {
        do {
            return try read()
        } catch {
            errors.append(error)
            return nil
        }
    }
}
