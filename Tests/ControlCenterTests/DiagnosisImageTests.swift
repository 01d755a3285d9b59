import Testing

@testable import Model

/// apt: last lines in its own wording, not recorded here, and what a person is told.
struct DiagnosisImageTests {
    @Test(arguments: tails) func namesTheCause(_ tail: DiagnosisTail) throws { try tail.expectToBeTold() }

    static let tails: [DiagnosisTail] = [
        DiagnosisTail(
            "apt image", .image, exit: 100,
            log: #"""
                E: Unable to locate package libgl2
                """#,
            is: "system_package_missing", "Debian has no package libgl2."),
        DiagnosisTail(
            "apt image2", .image, exit: 100,
            log: #"""
                Err:1 http://deb.debian.org/debian bookworm InRelease
                  Temporary failure resolving 'deb.debian.org'
                E: Unable to locate package ffmpeg
                """#,
            is: "apt_host_unknown", "Debian's server deb.debian.org cannot be found on the network.", button: "Redeploy"
        ),
    ]
}
