import Model
import Ports
import Foundation
import Testing

@testable import ResticBackup

@Suite struct BackupManifestTests {
    private let password = Array("a password".utf8)
    private let manifest = BackupManifest(
        format: 1, madeAt: Date(timeIntervalSince1970: 1_800_000_000),
        database: DatabaseContents(
            installation: "0123456789abcdef", schema: "6 what a placement promised",
            apps: [.init(name: "demo", uid: 200_001, commit: nil, state: "running")]),
        workspaces: "/opt/dockerstore", files: ["dcc.db": "00"])

    private func code(_ text: [UInt8], _ password: String = "a password") -> [UInt8] {
        Array(BackupManifest.code(of: text, password: Array(password.utf8)).utf8)
    }

    @Test func whatIsWrittenIsReadAgain() throws {
        let text = manifest.text
        #expect(try BackupManifest.read(text, code: code(text), password: password) == manifest)
    }

    @Test func aManifestIsBelievedUnderItsOwnCodeAlone() {
        let text = manifest.text
        var changed = text
        changed[20] ^= 1
        let attempts: [([UInt8], [UInt8]?)] = [
            (text, nil), (text, []), (text, Array(repeating: UInt8(ascii: "0"), count: 64)),
            (changed, code(text)), (text, code(text, "another password")), (text, code(text) + [10]),
        ]
        for (text, code) in attempts {
            let failure = #expect(throws: BackupFailure.self) {
                try BackupManifest.read(text, code: code, password: password)
            }
            #expect(failure?.code == "archive_unauthenticated")
        }
    }

    @Test(arguments: [
        (#"{"format":2}"#, "archive_newer"), (#"{"format":1}"#, "archive_damaged"), ("[]", "archive_damaged"),
    ])
    func aManifestOfAnotherShapeIsRefused(_ text: String, _ expected: String) {
        let text = Array(text.utf8)
        let failure = #expect(throws: BackupFailure.self) {
            try BackupManifest.read(text, code: code(text), password: password)
        }
        #expect(failure?.code == expected)
    }
}
