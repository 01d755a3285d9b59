/// Whose apps may be built from a Dockerfile.
package enum DockerfileBuilders: String, Sendable, CaseIterable {
    case off, operators, members

    package func includes(_ role: Role) -> Bool {
        switch self {
        case .off: false
        case .operators: role >= .operator
        case .members: role >= .member
        }
    }

    /// - Throws: `dockerfile_not_allowed`.
    package func admit(_ role: Role) throws(FieldError) {
        guard !includes(role) else { return }
        let rule = self == .off ? "This installation builds no Dockerfiles." : "Only operators may build Dockerfiles."
        throw FieldError(
            field: "build", code: "dockerfile_not_allowed", message: "\(rule) Operators set builds.dockerfile.")
    }
}
