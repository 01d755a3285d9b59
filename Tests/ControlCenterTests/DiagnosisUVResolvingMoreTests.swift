import Testing

@testable import Model

/// uv 0.13.9 on versions and requirements files: real last lines, shortened, and what a person is told.
struct DiagnosisUVResolvingMoreTests {
    @Test(arguments: tails) func namesTheCause(_ tail: DiagnosisTail) throws { try tail.expectToBeTold() }

    static let tails: [DiagnosisTail] = [
        DiagnosisTail(
            "conflict4 uv", .install,
            log: #"""
                Using Python 3.11.2 environment at: venv4
                error: No solution found when resolving dependencies
                  cause: Because transformers==4.30.0 depends on one of:
                             tokenizers>=0.11.1,<0.11.3
                             tokenizers>0.11.3,<0.14
                         and you require transformers==4.30.0, we can conclude that you require one of:
                             tokenizers>=0.11.1,<0.11.3
                             tokenizers>0.11.3,<0.14

                         And because you require tokenizers==0.19.1, we can conclude that your requirements are unsatisfiable.
                """#,
            is: "requirements_conflict",
            "transformers==4.30.0 and tokenizers==0.19.1 of the requirements do not fit together."),
        DiagnosisTail(
            "diskfull uv", .install,
            log: #"""
                Using Python 3.11.2 environment at: /small/venv
                Resolved 1 package in 340ms
                Downloading numpy (16.1MiB)
                error: Failed to download `numpy==2.3.0`
                  cause: Failed to extract archive: numpy-2.3.0-cp311-cp311-manylinux_2_28_x86_64.whl
                  cause: I/O operation failed during extraction
                  cause: failed to write to file `/small/cache/.tmp/numpy.libs/libscipy_openblas64_-56d6093b.so`: No space left on device (os error 28)
                """#,
            is: "disk_full", "The disk was full while the dependencies were installed.", button: "Redeploy"),
        DiagnosisTail(
            "prefer1index", .install, requirements: ["requests==2.32.3"],
            log: #"""
                error: No solution found when resolving dependencies
                  cause: Because there is no version of requests==2.32.3 and you require requests==2.32.3, we can conclude that your requirements are unsatisfiable.

                hint: `requests` was found on https://download.pytorch.org/whl/cu121, but not at the requested version (requests==2.32.3). A compatible version may be available on a subsequent index (e.g., https://pypi.org/simple). By default, uv will only consider versions that are published on the first index that contains a given package, to avoid dependency confusion attacks. If all indexes are equally trusted, use `--index-strategy unsafe-best-match` to consider all versions from all indexes, regardless of the order in which they were defined.
                """#,
            is: "version_on_other_index", "A package is on several indexes, and uv takes it from the first one only.",
            button: "Install with pip and redeploy"),
        DiagnosisTail(
            "prerelease", .install,
            log: #"""
                error: No solution found when resolving dependencies
                  cause: Because only flask-thing<1.0 is available and you require flask-thing>=1.0, we can conclude that your requirements are unsatisfiable.

                hint: Pre-releases are available for `flask-thing` in the requested range (e.g., 1.0b2), but pre-releases weren't enabled (try: `--prerelease=allow`)
                """#,
            is: "version_prerelease", "Only pre-releases of flask-thing fit, and uv takes none that are not asked for.",
            button: "Install with pip and redeploy"),
        DiagnosisTail(
            "utf8", .install, exit: 2,
            log: #"""
                error: failed to read from file `/app/requirements.txt`: stream did not contain valid UTF-8
                """#,
            is: "requirements_encoding", "/app/requirements.txt is not encoded as UTF-8."),
    ]
}
