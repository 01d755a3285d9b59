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
                    send(Self.response(outcome))
                }
                return .waiting(leave: cancel)
            } catch {
                send(Self.response(.failure(error)))
                return .answered
            }
        }
    }

    private static func response(_ outcome: Result<Inspection, any Error>) -> APIResponse {
        switch outcome {
        case .success(let inspection):
            return .json(encoding: InspectionView(inspection: inspection))
        case .failure(let failure as StepFailure):
            let field = failure.code == "ref_missing" ? "branch" : "repository"
            return Problem(.unprocessableContent, field: field, failure.code, "\(failure.message) \(failure.hint)")
                .response
        case .failure(let error):
            return (ErrorTranslation.problem(for: error) ?? interrupted).response
        }
    }

    private static let interrupted = Problem(
        .serviceUnavailable, "inspection_interrupted", "The repository inspection was interrupted. Try again.")
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
        for field in fields.names where !Self.known.contains(field) {
            broken.add(FieldError(field: field, code: "unknown_field", message: "Unknown field “\(field)”."))
        }
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
