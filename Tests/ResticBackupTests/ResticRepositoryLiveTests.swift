import ControlCenter
import Foundation
import Testing

@testable import ResticBackup

/// With the real restic, on folders of its own.
@Suite(.timeLimit(.minutes(2)))
struct ResticRepositoryLiveTests {
    @Test func aFileThatCannotBeReadIsNamedAndTheOthersAreBackedUp() async throws {
        let house = try BackupHouse()
        defer { house.delete() }
        try house.write("plain", "kept")
        try house.write("sealed", "not to be read", mode: 0o000)
        // Root reads everything, unless it gives that right away.
        try house.runResticInstead(
            "test $(id -u) = 0 && exec setpriv --bounding-set=-dac_override,-dac_read_search /usr/bin/restic \"$@\"",
            "exec /usr/bin/restic \"$@\"")
        let backup = try await house.repository.backUp(mayBegin: true)
        #expect(backup.leftOut == ["\(house.app)/sealed".debugDescription + " (could not be read)"])
        #expect(try await house.listing(of: backup).contains("\(house.app)/plain"))
    }
}
