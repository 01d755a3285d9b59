import Model
import Testing

@testable import ResticBackup

@Suite struct ResticFailureTests {
    @Test(
        "Error output of restic 0.14 and later versions",
        arguments: [
            ("Fatal: wrong password or no key found", "repository_password"),
            (
                "Fatal: unable to open config file: stat /srv/r/config: no such file or directory Is there a repository"
                    + " at the following location?", "repository_missing"
            ),
            (
                #"{"message_type":"exit_error","code":10,"message":"Fatal: repository does not exist: unable to open "#
                    + #"config file: stat /srv/r/config: no such file or directory"}"#, "repository_missing"
            ),
            (
                "unable to create lock in backend: repository is already locked exclusively by PID 7 on host",
                "repository_locked"
            ),
            (
                "Fatal: create repository at /srv/r failed: mkdir /srv/r: read-only file system", "repository_readonly"
            ),
            ("Fatal: pack 5f is damaged", "repository_failed"),
        ])
    func wordsAreUnderstood(_ words: String, _ code: String) {
        #expect(ResticFailure.of([words], status: "exited(1)").code == code)
    }
}
