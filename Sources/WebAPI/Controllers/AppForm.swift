import Model
import Ports

/// App fields of a request: for a new app, or as changes to an app's settings. Reports all invalid fields at once.
struct AppForm {
    private static let settingsFields: Set<String> = [
        "repository", "branch", "build", "requirements_file", "start_command", "port", "gpus", "gpu_memory_gib",
        "gpu_sharing", "lease_hours", "idle_minutes", "memory_gib", "environment", "repository_token",
        "repository_user", "shared_with", "installer", "system_packages", "extra_requirements", "skip_requirements",
        "image", "models",
    ]

    private let fields: FormFields

    init(_ fields: FormFields) {
        self.fields = fields
    }

    /// - Throws: ``RequestRefused`` when the body is not a JSON object.
    init(_ body: [UInt8]) throws(RequestRefused) {
        fields = FormFields(try JSONBody.object(body))
    }

    /// - Throws: ``InvalidFields``.
    func newApp() throws(InvalidFields) -> NewApp {
        var broken = BrokenRules()
        broken.addUnknown(in: fields, besides: Self.settingsFields.union(["name"]))
        let name = broken.collect { () throws(FieldError) in try AppName(try fields.text("name", "name") ?? "") }
        let settings = settings(nil, &broken)
        guard broken.errors.isEmpty, let name, let settings else { throw InvalidFields(broken.errors) }
        return NewApp(name: name, settings: settings)
    }

    /// Applies the request's changes; absent fields keep their values.
    /// - Throws: ``InvalidFields``.
    func settings(changing present: AppSettings) throws(InvalidFields) -> AppSettings {
        var broken = BrokenRules()
        if fields.has("name") {
            broken.add(
                FieldError(field: "name", code: "field_fixed", message: "This cannot be changed. Add another app."))
        }
        broken.addUnknown(in: fields, besides: Self.settingsFields.union(["name"]))
        let settings = settings(present, &broken)
        if let settings { refuseTokenForAnotherHost(settings, changing: present, &broken) }
        guard broken.errors.isEmpty, let settings else { throw InvalidFields(broken.errors) }
        return settings
    }

    /// The given settings over those of a template that gives none.
    /// - Parameter excluded: settings that are refused.
    /// - Throws: ``InvalidFields``.
    func settings(over neutral: AppSettings, without excluded: Set<String>) throws(InvalidFields) -> AppSettings {
        var broken = BrokenRules()
        broken.addUnknown(in: fields, besides: Self.settingsFields.subtracting(excluded))
        let settings = settings(neutral, &broken)
        guard broken.errors.isEmpty, let settings else { throw InvalidFields(broken.errors) }
        return settings
    }

    /// A saved token is a secret of its host: nobody may send it to another one by changing the repository.
    private func refuseTokenForAnotherHost(
        _ settings: AppSettings, changing present: AppSettings, _ broken: inout BrokenRules
    ) {
        let (host, before) = (settings.repository.authority, present.repository.authority)
        guard host != before, present.repositoryToken != nil, !fields.has("repository_token") else { return }
        broken.add(
            FieldError(
                field: "repository_token", code: "token_host",
                message: "The saved token is for \(before). Enter a token for \(host), or delete the saved one."))
    }

    /// - Parameter present: values of absent fields; nil for a new app, where they get their defaults.
    private func settings(_ present: AppSettings?, _ broken: inout BrokenRules) -> AppSettings? {
        func read<Value>(
            _ field: String, keeping kept: Value?, _ parse: () throws(FieldError) -> Value
        ) -> Value? {
            fields.value(field, keeping: kept, &broken, parse)
        }
        let repository = read("repository", keeping: present?.repository) { () throws(FieldError) in
            try RepositoryURL(try fields.text("repository", "repository") ?? "")
        }
        let branch = read("branch", keeping: present.map(\.branch)) { () throws(FieldError) in
            guard let text = try fields.text("branch", "ref"), !text.isEmpty else { return nil }
            return try GitReference(text)
        }
        let token = read("repository_token", keeping: present.map(\.repositoryToken)) {
            () throws(FieldError) in
            guard let text = try fields.text("repository_token", "token"), !text.isEmpty else { return nil }
            return try RepositoryToken(text)
        }
        let user = read("repository_user", keeping: present.map(\.repositoryUser)) { () throws(FieldError) in
            guard let text = try fields.text("repository_user", "repository_user"), !text.isEmpty else { return nil }
            return try RepositoryUser(text)
        }
        let requirements = read("requirements_file", keeping: present?.requirements) { () throws(FieldError) in
            try RequirementsFile(try fields.text("requirements_file", "requirements"))
        }
        let build = read("build", keeping: present?.build) { () throws(FieldError) in
            guard let text = try fields.text("build", "build") else { return BuildMethod.python }
            return try BuildMethod(text)
        }
        let startCommand = broken.collect { () throws(FieldError) in
            let text =
                fields.has("start_command")
                ? try fields.text("start_command", "command") : present?.startCommand.rawValue
            return try StartCommand(text ?? "", build: build ?? .python)
        }
        let port = read("port", keeping: present.map(\.port)) { () throws(FieldError) in
            guard fields.has("port") else {
                throw FieldError(
                    field: "port", code: "port_required",
                    message: "Enter the port that the app listens on, or null if it listens on none.")
            }
            guard let number = try fields.number("port") else { return ContainerPort?.none }
            return try ContainerPort(number)
        }
        let gpus = GPUForm(fields, keeping: present?.gpus).read(&broken)
        let idlePeriod = read("idle_minutes", keeping: present.map(\.idlePeriod)) { () throws(FieldError) in
            guard let minutes = try fields.number("idle_minutes") else { return nil }
            return try IdlePeriod(minutes: minutes)
        }
        if case .some(.none) = port, case .some(.some) = idlePeriod {
            broken.add(
                FieldError(
                    field: "idle_minutes", code: "idle_needs_port",
                    message: "An app without a port has no link that could start it again: leave this empty."))
        }
        let memory = read("memory_gib", keeping: present.map(\.memory)) { () throws(FieldError) in
            guard let gib = try fields.number("memory_gib") else { return nil }
            return try MemoryLimit(gib: gib)
        }
        let sharedWith = read("shared_with", keeping: present?.sharedWith) { () throws(FieldError) in
            try fields.principals("shared_with")
        }
        let environment =
            fields.has("environment")
            ? EnvironmentForm(fields, keeping: present?.environment ?? []).read(&broken)
            : present?.environment ?? []

        let software = SoftwareForm(fields, keeping: present).read(&broken)

        guard let repository, let branch, let user, let token, let build, let requirements, let startCommand, let port,
            let gpus,
            let memory, let idlePeriod, let sharedWith, let environment, let software
        else { return nil }
        var settings = AppSettings(
            repository: repository, branch: branch, repositoryUser: user, repositoryToken: token, build: build,
            requirements: requirements, startCommand: startCommand, port: port, gpus: gpus, memory: memory,
            idlePeriod: idlePeriod, environment: environment, sharedWith: sharedWith)
        software(&settings)
        return settings
    }
}
