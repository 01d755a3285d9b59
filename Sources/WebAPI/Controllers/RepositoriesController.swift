import LiveState
import ControlCenter
import Model
import HTTPTypes

/// `/api/repositories/inspect`: detects from a repository how its app is started.
struct RepositoriesController {
    let inspector: Inspector

    @Sendable func inspect(_ request: APIRequest, _ caller: Caller) throws -> Answer {
        let form = try RepositoryForm(request.body ?? [])
        return .later { [inspector] send in
            do {
                let cancel = try inspector.start(
                    form.repository, branch: form.branch, token: form.token, user: form.user,
                    requirements: form.requirements, by: caller
                ) { outcome in
                    send(outcome.map { .json(encoding: InspectionView(inspection: $0)) })
                }
                return .waiting(leave: cancel)
            } catch {
                send(.failure(error))
                return .answered
            }
        }
    }
}

/// The repository to inspect.
private struct RepositoryForm {
    private static let known: Set<String> = [
        "repository", "branch", "repository_token", "repository_user", "requirements_file",
    ]

    let repository: RepositoryURL
    let branch: GitReference?
    let token: RepositoryToken?
    let user: RepositoryUser?
    let requirements: RequirementsFile

    /// - Throws: ``RequestRefused`` when the body is not a JSON object, or ``InvalidFields``.
    init(_ body: [UInt8]) throws {
        let fields = FormFields(try JSONBody.object(body))
        var broken = BrokenRules()
        broken.addUnknown(in: fields, besides: Self.known)
        let repository = broken.collect { () throws(FieldError) in
            try RepositoryURL(try fields.text("repository", "repository") ?? "")
        }
        let branch = broken.collect { () throws(FieldError) -> GitReference? in
            guard let text = try fields.text("branch", "ref"), !text.isEmpty else { return nil }
            return try GitReference(text)
        }
        let token = broken.collect { () throws(FieldError) -> RepositoryToken? in
            guard let text = try fields.text("repository_token", "token"), !text.isEmpty else { return nil }
            return try RepositoryToken(text)
        }
        let user = broken.collect { () throws(FieldError) -> RepositoryUser? in
            guard let text = try fields.text("repository_user", "repository_user"), !text.isEmpty else { return nil }
            return try RepositoryUser(text)
        }
        let requirements = broken.collect { () throws(FieldError) in
            try RequirementsFile(try fields.text("requirements_file", "requirements"))
        }
        guard broken.errors.isEmpty, let repository, let branch, let token, let user, let requirements else {
            throw InvalidFields(broken.errors)
        }
        (self.repository, self.branch, self.token) = (repository, branch, token)
        (self.user, self.requirements) = (user, requirements)
    }
}
