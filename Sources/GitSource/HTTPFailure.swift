import Model

/// What a Git server's HTTP answer means for the user.
enum HTTPFailure {
    /// - Parameter withToken: whether the request carried an access token.
    static func of(status: Int, host: String, withToken: Bool) -> StepFailure {
        switch status {
        case 401 where withToken: tokenRefused(host)
        case 401: signInRequired(host)
        case 403:
            StepFailure(
                code: "repository_forbidden",
                message: withToken
                    ? "\(host) does not let this access token read the repository (status 403)."
                    : "\(host) refuses access to this repository (status 403).",
                hint: withToken
                    ? "Give the token the right to read this repository, or save another one in the app's settings."
                    : "Add an access token in the app's settings, or ask the repository's owner.")
        case 404, 410:
            StepFailure(
                code: "repository_not_found", message: "\(host) has no repository at this address.",
                hint: withToken
                    ? "Check the address for typos, and whether the access token may read this repository."
                    : "Check the address for typos. If the repository is private, add an access token.")
        case 429:
            StepFailure(
                code: "repository_rate_limited", message: "\(host) refuses more requests for now (status 429).",
                hint: "Try again in a few minutes. An access token often has a higher limit.")
        case 500...599:
            StepFailure(
                code: "repository_unavailable", message: "\(host) is out of order right now (status \(status)).",
                hint: "Try again in a few minutes. If it keeps failing, ask who runs the Git server.")
        default:
            StepFailure(
                code: "repository_status", message: "\(host) answered with status \(status), which is not Git's.",
                hint: "Check the address: it must be the repository's own.")
        }
    }

    static func tokenRefused(_ host: String) -> StepFailure {
        StepFailure(
            code: "repository_token_refused", message: "\(host) rejected the access token.",
            hint: "Create a token that can read this repository, and save it in the app's settings. A GitLab deploy "
                + "token also needs its user name.")
    }

    static func signInRequired(_ host: String) -> StepFailure {
        StepFailure(
            code: "repository_private",
            message: "\(host) requires sign-in: the repository is private or does not exist.",
            hint: "Check the address, or add an access token in the app's settings.")
    }

    /// A web page where Git's answer should be: a sign-in page, a captive portal, or not a repository.
    static func webPage(_ host: String) -> StepFailure {
        StepFailure(
            code: "repository_sign_in_page",
            message: "\(host) answered with a web page instead of Git, probably a page to sign in on.",
            hint: "Check that the address is a repository's. If the host needs a sign-in, add an access token.")
    }
}
