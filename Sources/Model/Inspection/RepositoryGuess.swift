/// How the app in a repository may be started; most likely first.
package struct RepositoryGuess: Equatable, Sendable {
    package struct Command: Equatable, Sendable {
        package let command: StartCommand
        /// Short description of where it was found.
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
}
