/// What a look at a repository found, for a form to offer.
package struct Inspection: Equatable, Sendable {
    package let fetched: FetchedRepository
    package let guess: RepositoryGuess
}

/// How the app in a repository may be started; the likeliest comes first.
package struct RepositoryGuess: Equatable, Sendable {
    package struct Command: Equatable, Sendable {
        package let command: StartCommand
        /// A few words on where it comes from.
        package let why: String
    }

    package struct Port: Equatable, Sendable {
        package let port: ContainerPort
        package let why: String
    }

    package var requirementsFiles: [String] = []
    package var startCommands: [Command] = []
    package var ports: [Port] = []
    package var frameworks: [Framework] = []
    /// The versions of Python that it asks for, such as `>=3.10`.
    package var python: String?
}
