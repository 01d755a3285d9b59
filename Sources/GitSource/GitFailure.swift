import Model
import Ports
import CGit2

/// Maps libgit2's errors and our own limits to failures that users can act on.
enum GitFailure {
    static func of(_ code: Int32, while doing: String, events: FetchEvents, host: String) -> StepFailure {
        if let refusal = PinnedStream.refusal { return of(refusal, host: host) }
        let last = git_error_last()?.pointee
        let message = last?.message.map { String(cString: $0) } ?? "error \(code)"
        if events.isTooLarge { return tooLarge }
        if events.certificateRefused || code == GIT_ECERTIFICATE.rawValue
            || last.map({ Int32($0.klass) == Int32(GIT_ERROR_SSL.rawValue) }) == true
        {
            return StepFailure(
                code: "repository_tls", message: "The TLS certificate of \(host) is not trusted: \(clean(message)).",
                hint: "Use the host name in the certificate, or ask the operator to add the company's CA.")
        }
        if message.contains("redirect from") || message.contains("unexpected redirect")
            || message.contains("too many redirects")
        {
            return StepFailure(
                code: "repository_redirect", message: "\(host) redirects to another address: \(clean(message)).",
                hint: "Use the repository's current address.")
        }
        if events.tokenRefused {
            return StepFailure(
                code: "repository_token_refused", message: "\(host) rejected the access token.",
                hint: "Create a token that can read this repository, and save it in the app's settings.")
        }
        if code == GIT_EAUTH.rawValue {
            return StepFailure(
                code: "repository_private",
                message: "\(host) requires sign-in: the repository is private or does not exist.",
                hint: "Check the address, or add an access token in the app's settings.")
        }
        if message.hasSuffix("http status code: 404") {
            return StepFailure(
                code: "repository_not_found", message: "\(host) has no repository at this address.",
                hint: "Check the address for typos.")
        }
        if last.map({ Int32($0.klass) == Int32(GIT_ERROR_CHECKOUT.rawValue) }) == true
            || message.contains("invalid path")
        {
            return StepFailure(
                code: "repo_unsafe_path",
                message: "The repository contains a file that cannot be checked out: \(clean(message)).",
                hint: "Rename the file in the repository.")
        }
        if last.map({ Int32($0.klass) == Int32(GIT_ERROR_NOMEMORY.rawValue) }) == true
            || message.contains("apply delta")
        {
            return StepFailure(
                code: "repo_object_too_large",
                message: "The repository contains an object that is damaged or too large to unpack: \(clean(message)).",
                hint: "Keep models and data out of Git; the app can download them when it starts.")
        }
        if message.contains("No space left") {
            return diskFull
        }
        return unknown("could not \(doing): \(message)")
    }

    private static func of(_ refusal: PinnedStream.Refusal, host: String) -> StepFailure {
        switch refusal {
        case .otherHost(let other):
            StepFailure(
                code: "repository_redirect", message: "\(host) redirects to another host, \(clean(other)).",
                hint: "Use the repository's current address.")
        case .privateAddress:
            StepFailure(
                code: "repository_address", message: "\(host) resolves to a private address.",
                hint: "Ask the operator to add the host to the allowed hosts if it should be used.")
        case .unresolved(let reason):
            StepFailure(
                code: "repository_unreachable", message: "The host name \(host) could not be resolved: \(reason).",
                hint: "Check the address for typos.")
        case .unreachable(let reason):
            StepFailure(
                code: "repository_unreachable", message: "\(host) did not accept the connection: \(reason).",
                hint: "Try again later, or check the address.")
        case .stalled:
            StepFailure(
                code: "git_timeout", message: "\(host) stopped sending data.",
                hint: "Try again. If it keeps failing, check the Git server.")
        }
    }

    static let empty = StepFailure(
        code: "repo_empty", message: "The repository has no commit to run.", hint: "Push a commit first.")

    static let diskFull = StepFailure(
        code: "disk_full", message: "The disk is full.",
        hint: "Free disk space on the machine, then redeploy.")

    static let commitMissing = StepFailure(
        code: "commit_missing", message: "The workspace no longer has this commit.",
        hint: "Redeploy to fetch the newest commit of the branch.")

    private static let tooLarge = StepFailure(
        code: "repo_too_large", message: "The repository is larger than this platform allows.",
        hint: "Keep models and data out of Git; the app can download them when it starts.")

    static func branchMissing(_ branch: String) -> StepFailure {
        StepFailure(
            code: "ref_missing", message: "The repository has no branch “\(branch)”.",
            hint: "Check the name, or leave it empty for the default branch.")
    }

    static func tooManyReferences(_ count: Int) -> StepFailure {
        StepFailure(
            code: "repo_too_many_refs", message: "The repository advertises \(count) references.",
            hint: "Use a repository with fewer branches and tags.")
    }

    static func unknown(_ message: String) -> StepFailure {
        StepFailure(
            code: "git_failed", message: "Git failed: \(clean(message)).",
            hint: "Try again. If it keeps failing, check the repository.")
    }

    /// Server messages end with a line break.
    private static func clean(_ text: String) -> String {
        LogText.clean(text.utf8.prefix { $0 != UInt8(ascii: "\n") })
    }
}
