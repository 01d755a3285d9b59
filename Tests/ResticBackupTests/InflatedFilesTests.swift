import Foundation
import Testing

@testable import ResticBackup

@Suite struct InflatedFilesTests {
    private static let mebibyte = 1 << 20

    private func tooLarge(in house: BackupHarness, capacity: Int) -> [String] {
        var files = InflatedFiles(capacity: Int64(capacity * Self.mebibyte))
        files.look(into: house.app) { $0.hasSuffix("/cache") }
        return files.tooLarge().map { String($0.dropFirst(house.app.count)) }.sorted()
    }

    private func sparse(_ name: String, _ size: Int, in house: BackupHarness) throws {
        try house.write(name, "")
        try #require(truncate("\(house.app)/\(name)", size * Self.mebibyte) == 0)
    }

    @Test func theLargestGoUntilTheRestFits() throws {
        let house = try BackupHarness()
        defer { house.delete() }
        try sparse("large", 50, in: house)
        try sparse("middle", 30, in: house)
        try sparse("small", 10, in: house)
        try house.write("full", String(repeating: "x", count: 5 * Self.mebibyte))
        #expect(tooLarge(in: house, capacity: 95) == [])
        #expect(tooLarge(in: house, capacity: 94) == ["/large"])
        #expect(tooLarge(in: house, capacity: 44) == ["/large", "/middle"])
        #expect(tooLarge(in: house, capacity: 1) == ["/large", "/middle", "/small"])
    }

    @Test func oneFileOfManyNamesTakesRoomForEach() throws {
        let house = try BackupHarness()
        defer { house.delete() }
        try house.write("one", String(repeating: "x", count: 2 * Self.mebibyte))
        for number in 1...3 { try #require(link("\(house.app)/one", "\(house.app)/\(number)") == 0) }
        #expect(tooLarge(in: house, capacity: 8) == [])
        #expect(tooLarge(in: house, capacity: 5).count == 2)
    }

    @Test func whatIsNotBackedUpIsNotCounted() throws {
        let house = try BackupHarness()
        defer { house.delete() }
        try sparse("cache", 50, in: house)
        #expect(tooLarge(in: house, capacity: 1) == [])
    }

    @Test func aFileWithoutAPlainNameTakesItsFolderWithIt() throws {
        let house = try BackupHarness()
        defer { house.delete() }
        try FileManager.default.createDirectory(atPath: house.app + "/in", withIntermediateDirectories: false)
        let name = Array("\(house.app)/in/".utf8).map(CChar.init) + [-1, 0]
        let descriptor = open(name, O_WRONLY | O_CREAT, 0o600)
        try #require(ftruncate(descriptor, 9 * Self.mebibyte) == 0)
        close(descriptor)
        #expect(tooLarge(in: house, capacity: 1) == ["/in"])
    }
}
