/// Why an install could not fetch something.
enum IndexCauses {
    /// How uv names the address, and how pip does; without either it is PyPI.
    private static let fetching: [Pattern] = [
        "Failed to fetch: {url}", "Could not fetch URL {url}:", "Failed to download `{name} @ {url}`",
        "Looking in indexes: {first}, {url}", "Looking in indexes: {url}", "HTTPSConnectionPool(host='{host}', port=",
        "Could not install packages",
    ]
    /// pip goes on after a failed request; only this tells that it mattered.
    private static let nothing: [Pattern] = ["(from versions: none)", "Could not install packages due to an OSError"]

    static let rules: [Rule] = [
        Rule(
            "index_sign_in",
            "An index URL ({url}) could not be queried due to a lack of valid authentication credentials",
            "401 Error, Credentials not correct for {url}", "401 Client Error: Unauthorized for url: {url}",
            "HTTP status client error (401 Unauthorized) for url ({url})",
            message: "The package index at {host} asks for a sign-in.",
            hint: "Write a name and token into its address, https://NAME:TOKEN@{host}/…, or leave the index out."),
        Rule(
            "index_forbidden", "An index ({url}) returned a 403 Forbidden error",
            "403 Client Error: Forbidden for url: {url}", "HTTP status client error (403 Forbidden) for url ({url})",
            message: "The package index at {host} refused access (403).",
            hint: "Check the index's address and the rights of the token in it, or leave the index out."),
        Rule(
            "download_not_found", "HTTP status client error (404 Not Found) for url ({url})",
            "404 Client Error: Not Found for url: {url}",
            message: "There is nothing at {url} (404).",
            hint: "Correct the address in the requirements file.", remedy: .leaveOut),
        Rule(
            "index_rate_limited", "429 Too Many Requests", "429 Client Error", alongside: [fetching],
            message: "The package index[ at {host}] answers no more requests for now (429).",
            hint: "Wait a few minutes, then redeploy.", remedy: .redeploy),
        Rule(
            "index_unavailable", "HTTP status server error ({status*}) for url ({url})",
            "Server Error: {status*} for url: {url}",
            message: "The server {host} failed with {status}.", hint: "Wait a few minutes, then redeploy.",
            remedy: .redeploy),
        Rule(
            "proxy_sign_in", "proxy authorization required", "407 Proxy Authentication Required",
            message: "The proxy asks for a sign-in (407).",
            hint: "Set HTTPS_PROXY to an address with a name and password, or ask the operator about the proxy."),
        Rule(
            "proxy_unreachable", "tunnel error: {reason*}", "Cannot connect to proxy", "Unable to connect to proxy",
            message: "The proxy that HTTPS_PROXY names cannot be reached.",
            hint: "Correct or remove HTTPS_PROXY and HTTP_PROXY in the app's environment."),
        Rule(
            "index_certificate", "invalid peer certificate: {reason*}", "CERTIFICATE_VERIFY_FAILED",
            alongside: [fetching],
            message: "The certificate of [{host}|the package index] is not trusted.",
            hint: "Ask the operator to add your company's certificate authority as containers.caBundle."),
        Rule(
            "requirement_host_unknown", "fatal: unable to access '{url}': Could not resolve host: {host}",
            message: "The Git host {host} of a requirement cannot be found on the network.",
            hint: "Correct the requirement {url}, or ask the operator whether apps may reach {host}.", remedy: .leaveOut
        ),
        Rule(
            "requirement_git_sign_in", "fatal: could not read Username for '{url}'",
            "fatal: Authentication failed for '{url}'",
            message: "The Git repository of a requirement at {host} is private or does not exist.",
            hint: "Use a public address, or write a token into it: git+https://TOKEN@{host}/….", remedy: .leaveOut),
        Rule(
            "requirement_git_missing", "fatal: repository '{url}' not found",
            message: "There is no Git repository at {url}.", hint: "Correct the requirement's address.",
            remedy: .leaveOut),
        Rule(
            "requirement_git_ssh", "error: cannot run ssh: No such file or directory", "Permission denied (publickey)",
            "Host key verification failed.",
            message: "A requirement is fetched by SSH, which an app has no key for.",
            hint: "Write its address as git+https:// instead of git+ssh://."),
        Rule(
            "git_missing", "Cannot find command 'git'", "Git executable not found",
            message: "A requirement is a Git repository, and the image has no git.",
            hint: "Add the system package git.", remedy: .systemPackages("git")),
        Rule(
            "requirement_git_reference", "fatal: couldn't find remote ref {reference}",
            "failed to find branch, tag, or commit `{reference}`", "error: pathspec '{reference}' did not match",
            "Did not find branch or tag '{reference}'",
            message: "A requirement asks for {reference}, which its Git repository does not have.",
            hint: "Correct the part behind @ in the requirement."),
        Rule(
            "requirement_git_unreachable", "fatal: unable to access '{url}': {reason*}",
            message: "The Git repository {url} of a requirement cannot be reached: {reason}.",
            hint: "Try again later, or ask the operator whether apps may reach {host}.", remedy: .redeploy),
        Rule(
            "index_host_unknown", "failed to lookup address information", alongside: [fetching],
            message: "The host [{host}|of the package index] cannot be found on the network.",
            hint: "Correct the address, or ask the operator whether apps may reach it."),
        Rule(
            "index_host_unknown", "Name or service not known", "Temporary failure in name resolution",
            alongside: [nothing, fetching + ["(from versions: none)"]],
            message: "The host of the package index[, {host},] cannot be found on the network.",
            hint: "Correct the index's address, or ask the operator whether apps may reach it."),
        Rule(
            "index_refused", "Connection refused (os error 111)", alongside: [fetching],
            message: "[{host}|The package index] refuses connections.",
            hint: "Check the address and its port, then redeploy.", remedy: .redeploy),
        Rule(
            "index_refused", "[Errno 111] Connection refused", alongside: [nothing, fetching + nothing],
            message: "[{host}|The package index] refuses connections.",
            hint: "Check the address and its port, then redeploy.", remedy: .redeploy),
        Rule(
            "index_timeout", "operation timed out", "Failed to download distribution due to network timeout",
            "Read timed out.", "ConnectTimeoutError", alongside: [fetching],
            message: "[{host}|The package index] did not answer in time.",
            hint: "Redeploy; ask the operator if it persists.",
            remedy: .redeploy),
        Rule(
            "download_interrupted", "error decoding response body", "IncompleteRead(", "Connection reset by peer",
            "ConnectionResetError", "Response ended prematurely",
            message: "A download was cut off.", hint: "Redeploy: what was fetched so far is kept.", remedy: .redeploy),
        Rule(
            "index_untrusted", "The repository located at {host} is not a trusted or secure host",
            message: "The package index at {host} is reached without encryption, so it is left out.",
            hint: "Use its https address.", remedy: .installer(.uv)),
    ]
}
