import Model
import Ports
import GitSource
import Testing

@Suite struct GitFetcherTests {
    private func order() throws -> FetchOrder {
        FetchOrder(
            repository: try RepositoryURL("https://git.example.org/team/app.git"), reference: nil, commit: nil,
            admission: .anyAddress, scope: .survey(maximumBytes: 1 << 20), workspace: "/tmp", uid: 200_000)
    }

    @Test func aChildThatEndsBeforeItReadsItsJobIsAFailure() async throws {
        let fetcher = GitFetcher(executable: "/bin/true", caBundle: "")
        for _ in 1...50 {
            let failure = await #expect(throws: StepFailure.self) { try await fetcher.fetch(order()) { _ in } }
            #expect(failure?.code == "git_crashed")
        }
    }

    @Test func aFetchMayBeCancelledAtAnyMomentOfItsLaunch() async throws {
        // Never reads its input and ends only when killed.
        let fetcher = GitFetcher(executable: "/usr/bin/yes", caBundle: "")
        for pause in 0..<20 {
            let order = try order()
            let fetch = Task { try await fetcher.fetch(order) { _ in } }
            try await Task.sleep(for: .microseconds(pause * 200))
            fetch.cancel()
            await #expect(throws: (any Error).self) { try await fetch.value }
        }
    }
}
