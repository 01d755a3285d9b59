import ControlCenter
import Testing

@testable import WebAPI

@Suite struct ErrorTranslationTests {
    @Test func aDiskThatIsTooFullIs507AndSaysHowFull() throws {
        let problem = try #require(
            ErrorTranslation.problem(for: DiskBelowFloor(free: 3 << 29, floor: 5 << 30)))
        #expect(problem.status == 507 && problem.code == "disk_floor")
        #expect(problem.detail.contains("1.5 GiB are free") && problem.detail.contains("below 5.0 GiB"))
        #expect(ErrorTranslation.problem(for: StoreError.diskFull)?.status == 507)
    }
}
