package import Model
package import Ports

/// Suggestions for the form from the contents of a repository.
package struct Inspection: Equatable, Sendable {
    package let fetched: FetchedRepository
    package let guess: RepositoryGuess
    package let dependencies: DependencyPlan
}
