import Testing

@testable import Model

/// uv 0.13.9 on what it could not fetch: real last lines, shortened, and what a person is told.
struct DiagnosisUVFetchingTests {
    @Test(arguments: tails) func namesTheCause(_ tail: DiagnosisTail) throws { try tail.expectToBeTold() }

    static let tails: [DiagnosisTail] = [
        DiagnosisTail(
            "githost uv", .install, requirements: ["git+https://github.invalid/somebody/something.git"],
            log: #"""
                Using Python 3.11.2 environment at: venv
                   Updating https://github.invalid/somebody/something.git (HEAD)
                error: Git operation failed
                  cause: failed to clone into: cache/git-v2/db/8bc271e7eae353cd
                  cause: process didn't exit successfully: `/usr/bin/git fetch --force --update-head-ok 'https://github.invalid/somebody/something.git' '+HEAD:refs/remotes/origin/HEAD'` (exit status: 128)
                         --- stderr
                         fatal: unable to access 'https://github.invalid/somebody/something.git/': Could not resolve host: github.invalid
                """#,
            is: "requirement_host_unknown",
            "The Git host github.invalid of a requirement cannot be found on the network.",
            button: "Leave out git+https://github.invalid/somebody/som… and redeploy"),
        DiagnosisTail(
            "wheelplatform uv", .install,
            requirements: ["https://files.pythonhosted.org/packages/00/00/x/foo-1.0-cp38-cp38-win_amd64.whl"],
            log: #"""
                Using Python 3.11.2 environment at: venv
                error: Failed to download `foo @ https://files.pythonhosted.org/packages/00/00/x/foo-1.0-cp38-cp38-win_amd64.whl`
                  cause: Failed to fetch: https://files.pythonhosted.org/packages/00/00/x/foo-1.0-cp38-cp38-win_amd64.whl
                  cause: HTTP status client error (404 Not Found) for url (https://files.pythonhosted.org/packages/00/00/x/foo-1.0-cp38-cp38-win_amd64.whl)
                """#,
            is: "download_not_found",
            "There is nothing at https://files.pythonhosted.org/packages/00/00/x/foo-1.0-cp38-cp38-win_amd64.whl (404).",
            button: "Leave out https://files.pythonhosted.org/packages… and redeploy"),
        DiagnosisTail(
            "index uv", .install, exit: 2,
            log: #"""
                Using Python 3.11.2 environment at: venv4
                error: Failed to fetch: https://pypi.invalid/simple/bottle/
                  cause: error sending request for url (https://pypi.invalid/simple/bottle/)
                  cause: client error (Connect)
                  cause: dns error
                  cause: error resolving DNS
                  cause: failed to lookup address information: Name or service not known
                """#,
            is: "index_host_unknown", "The host pypi.invalid cannot be found on the network."),
        DiagnosisTail(
            "idx401 uv", .install,
            log: #"""
                Using Python 3.11.2 environment at: venv4
                error: No solution found when resolving dependencies
                  cause: Because bottle was not found in the package registry and you require bottle, we can conclude that your requirements are unsatisfiable.

                hint: An index URL (http://127.0.0.1:8401/simple) could not be queried due to a lack of valid authentication credentials (401 Unauthorized)
                """#,
            is: "index_sign_in", "The package index at 127.0.0.1 asks for a sign-in."),
        DiagnosisTail(
            "idx403 uv", .install,
            log: #"""
                Using Python 3.11.2 environment at: venv4
                error: No solution found when resolving dependencies
                  cause: Because bottle was not found in the package registry and you require bottle, we can conclude that your requirements are unsatisfiable.

                hint: An index (http://127.0.0.1:8403/simple) returned a 403 Forbidden error. Check that the index URL is correct and the credentials are valid.
                """#,
            is: "index_forbidden", "The package index at 127.0.0.1 refused access (403)."),
        DiagnosisTail(
            "idx429 uv", .install, exit: 2,
            log: #"""
                Using Python 3.11.2 environment at: venv4
                error: Failed to fetch: http://127.0.0.1:8429/simple/bottle/
                  cause: HTTP status client error (429 Too Many Requests) for url (http://127.0.0.1:8429/simple/bottle/)
                """#,
            is: "index_rate_limited", "The package index at 127.0.0.1 answers no more requests for now (429).",
            button: "Redeploy"),
        DiagnosisTail(
            "idx500 uv", .install, exit: 2,
            log: #"""
                Using Python 3.11.2 environment at: venv4
                error: Failed to fetch: http://127.0.0.1:8500/simple/bottle/
                  cause: HTTP status server error (503 Service Unavailable) for url (http://127.0.0.1:8500/simple/bottle/)
                """#,
            is: "index_unavailable", "The server 127.0.0.1 failed with 503 Service Unavailable.", button: "Redeploy"),
        DiagnosisTail(
            "refused uv", .install, exit: 2,
            log: #"""
                Using Python 3.11.2 environment at: venv4
                error: Failed to fetch: http://127.0.0.1:81/simple/bottle/
                  cause: error sending request for url (http://127.0.0.1:81/simple/bottle/)
                  cause: client error (Connect)
                  cause: tcp connect error
                  cause: Connection refused (os error 111)
                """#,
            is: "index_refused", "127.0.0.1 refuses connections.", button: "Redeploy"),
        DiagnosisTail(
            "tls uv", .install, exit: 2,
            log: #"""
                Using Python 3.11.2 environment at: venv4
                error: Failed to fetch: https://localhost:8443/simple/bottle/
                  cause: error sending request for url (https://localhost:8443/simple/bottle/)
                  cause: client error (Connect)
                  cause: invalid peer certificate: Other(OtherError(CaUsedAsEndEntity))
                """#,
            is: "index_certificate", "The certificate of localhost is not trusted."),
        DiagnosisTail(
            "proxy407 uv", .install, exit: 2,
            log: #"""
                Using Python 3.11.2 environment at: venv4
                error: Failed to fetch: https://pypi.org/simple/bottle/
                  cause: error sending request for url (https://pypi.org/simple/bottle/)
                  cause: client error (Connect)
                  cause: tunnel error: proxy authorization required
                """#,
            is: "proxy_sign_in", "The proxy asks for a sign-in (407)."),
        DiagnosisTail(
            "proxydead uv", .install, exit: 2,
            log: #"""
                Using Python 3.11.2 environment at: venv4
                error: Failed to fetch: https://pypi.org/simple/bottle/
                  cause: error sending request for url (https://pypi.org/simple/bottle/)
                  cause: client error (Connect)
                  cause: tunnel error: failed to create underlying connection
                  cause: tcp connect error
                  cause: Connection refused (os error 111)
                """#,
            is: "proxy_unreachable", "The proxy that HTTPS_PROXY names cannot be reached."),
        DiagnosisTail(
            "git401 uv", .install,
            log: #"""
                Using Python 3.11.2 environment at: venv4
                   Updating http://127.0.0.1:8401/a/b.git (HEAD)
                error: Git operation failed
                  cause: failed to clone into: cache/git-v2/db/b929d1461d095a0c
                  cause: process didn't exit successfully: `/usr/bin/git fetch --force --update-head-ok 'http://127.0.0.1:8401/a/b.git' '+HEAD:refs/remotes/origin/HEAD'` (exit status: 128)
                         --- stderr
                         fatal: could not read Username for 'http://127.0.0.1:8401': terminal prompts disabled
                """#,
            is: "requirement_git_sign_in",
            "The Git repository of a requirement at 127.0.0.1 is private or does not exist."),
        DiagnosisTail(
            "git404 uv", .install,
            log: #"""
                Using Python 3.11.2 environment at: venv4
                   Updating http://127.0.0.1:8404/a/b.git (HEAD)
                error: Git operation failed
                  cause: failed to clone into: cache/git-v2/db/92d6a70d646fb6e7
                  cause: process didn't exit successfully: `/usr/bin/git fetch --force --update-head-ok 'http://127.0.0.1:8404/a/b.git' '+HEAD:refs/remotes/origin/HEAD'` (exit status: 128)
                         --- stderr
                         fatal: repository 'http://127.0.0.1:8404/a/b.git/' not found
                """#,
            is: "requirement_git_missing", "There is no Git repository at http://127.0.0.1:8404/a/b.git."),
        DiagnosisTail(
            "gitssh uv", .install,
            log: #"""
                Using Python 3.11.2 environment at: venv4
                   Updating ssh://git@github.com/a/b.git (HEAD)
                error: Git operation failed
                  cause: failed to clone into: cache/git-v2/db/1cf7af4578e37dd4
                  cause: process didn't exit successfully: `/usr/bin/git fetch --force --update-head-ok 'ssh://git@github.com/a/b.git' '+HEAD:refs/remotes/origin/HEAD'` (exit status: 128)
                         --- stderr
                         error: cannot run ssh: No such file or directory
                         fatal: unable to fork
                """#,
            is: "requirement_git_ssh", "A requirement is fetched by SSH, which an app has no key for."),
        DiagnosisTail(
            "gitsshform uv", .install, exit: 2,
            log: #"""
                error: Couldn't parse requirement in `requirements.txt` at position 0
                  cause: Expected path (`git+git@github.com:a/b.git`) to end in a supported file extension: `.whl`,  … ar.lz`, `.tar.lzma`, `.tar.xz`, `.tar.zst`, `.tar`, `.tbz`, `.tgz`, `.tlz`, or `.txz`
                         git+git@github.com:a/b.git
                         ^^^^^^^^^^^^^^^^^^^^^^^^^^
                """#,
            is: "requirement_git_form",
            "git+git@github.com:a/b.git is neither a package's name nor an address that can be read."),
        DiagnosisTail(
            "urlhost uv", .install, exit: 2,
            log: #"""
                Using Python 3.11.2 environment at: venv4
                error: Failed to download `foo @ https://files.invalid/foo-1.0-py3-none-any.whl`
                  cause: Failed to fetch: https://files.invalid/foo-1.0-py3-none-any.whl
                  cause: error sending request for url (https://files.invalid/foo-1.0-py3-none-any.whl)
                  cause: client error (Connect)
                  cause: dns error
                  cause: error resolving DNS
                  cause: failed to lookup address information: Name or service not known
                """#,
            is: "index_host_unknown", "The host files.invalid cannot be found on the network."),
    ]
}
