import Model
import Operations
import Ports
import Testing

@testable import WebAPI

@Suite struct ErrorTranslationTests {
    @Test(arguments: [("ref_missing", "branch"), ("git_auth", "repository")])
    func whatIsWrongWithARepositoryIsToldAtItsField(_ code: String, _ field: String) throws {
        let failure = StepFailure(code: code, message: "It failed.", hint: "Mend it.")
        let problem = try #require(ErrorTranslation.problem(for: failure))
        #expect(problem.status == 422 && problem.code == code && problem.detail == "It failed. Mend it.")
        #expect(problem.errors.map(\.field) == [field])
    }

    @Test func aDiskThatIsTooFullIs507AndSaysHowFull() throws {
        let problem = try #require(
            ErrorTranslation.problem(for: DiskBelowFloor(free: 3 << 29, floor: 5 << 30)))
        #expect(problem.status == 507 && problem.code == "disk_floor")
        #expect(problem.detail.contains("has 1.5 GiB free") && problem.detail.contains("need 5.0 GiB"))
        #expect(ErrorTranslation.problem(for: StoreError.diskFull)?.status == 507)
    }
}
