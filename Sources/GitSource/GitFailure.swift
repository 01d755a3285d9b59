import Model
import Ports
import CGit2

/// Maps libgit2's errors and our own limits to failures that users can act on.
enum GitFailure {
    static func of(_ code: Int32, while doing: String, events: FetchEvents, host: String) -> StepFailure {
        if let refusal = PinnedStream.refusal { return ConnectionFailure.of(refusal, host: host) }
        let last = git_error_last()?.pointee
        events.meets(errorOf: last?.klass)
        let message = last?.message.map { String(cString: $0) } ?? "error \(code)"
        func isOf(_ kind: git_error_t) -> Bool { last.map { UInt32($0.klass) == kind.rawValue } == true }

        if events.isTooLarge { return tooLarge }
        if events.certificateRefused || code == GIT_ECERTIFICATE.rawValue {
            return ConnectionFailure.certificate(host, clean(message))
        }
        if isOf(GIT_ERROR_SSL) || code == GIT_EEOF.rawValue || message.contains("EOF") {
            if PinnedStream.wasClosed { return ConnectionFailure.lost(host) }
            if isOf(GIT_ERROR_SSL) { return ConnectionFailure.handshake(host, clean(message)) }
        }
        if message.contains("redirect from") || message.contains("unexpected redirect")
            || message.contains("too many redirects")
        {
            return ConnectionFailure.redirect(host, clean(destination(in: message)))
        }
        if events.tokenRefused { return HTTPFailure.tokenRefused(host) }
        if code == GIT_EAUTH.rawValue { return HTTPFailure.signInRequired(host) }
        if let status = status(in: message) {
            return HTTPFailure.of(status: status, host: host, withToken: events.hasToken)
        }
        if message.hasPrefix("invalid content-type: 'text/html") || message.hasPrefix("no content-type header") {
            return HTTPFailure.webPage(host)
        }
        if isOf(GIT_ERROR_CHECKOUT) || message.contains("invalid path") {
            return StepFailure(
                code: "repo_unsafe_path",
                message: "The repository contains a file that cannot be checked out: \(clean(message)).",
                hint: "Rename the file in the repository.")
        }
        if isOf(GIT_ERROR_NOMEMORY) || message.contains("apply delta") {
            return StepFailure(
                code: "repo_object_too_large",
                message: "The repository contains an object that is damaged or too large to unpack: \(clean(message)).",
                hint: "Keep models and data out of Git; the app can download them when it starts.")
        }
        if message.contains("No space left") { return diskFull }
        return unknown("could not \(doing): \(message)")
    }

    /// The host in "cannot redirect from 'a' to 'b'".
    private static func destination(in message: String) -> String {
        let parts = message.split(separator: "'")
        return parts.count == 4 ? String(parts[3]) : message
    }

    /// The status in "unexpected http status code: 404".
    private static func status(in message: String) -> Int? {
        let words = "unexpected http status code: "
        return message.hasPrefix(words) ? Int(message.dropFirst(words.count)) : nil
    }

    static let empty = StepFailure(
        code: "repo_empty", message: "The repository has no commit to run.", hint: "Push a commit first.")

    static let diskFull = StepFailure(
        code: "disk_full", message: "The disk is full.",
        hint: "Free disk space on the machine, then redeploy.")

    static let commitMissing = StepFailure(
        code: "commit_missing", message: "The workspace no longer has this commit.",
        hint: "Redeploy to fetch the newest commit of the branch.")

    /// A file of the app, in the way of the checkout, could not be moved aside.
    static func notKept(_ path: String, _ reason: String) -> StepFailure {
        StepFailure(
            code: "files_not_kept",
            message:
                "\(clean(path)) is in the way of the commit and could not be moved to \(KeptFiles.place): \(reason).",
            hint: "Have the app move it away, then redeploy.")
    }

    static let tooLarge = StepFailure(
        code: "repo_too_large", message: "The repository is larger than this platform allows.",
        hint: "Keep models and data out of Git; the app can download them when it starts.")

    static func referenceMissing(_ reference: GitReference, _ branches: [String]) -> StepFailure {
        let isShort = (7..<40).contains(reference.rawValue.count) && reference.rawValue.allSatisfy(\.isHexDigit)
        return StepFailure(
            code: "ref_missing", message: "The repository has no branch or tag “\(reference)”.",
            hint: isShort
                ? "A commit needs its full ID of 40 digits."
                : branches.isEmpty ? "Check the name." : "Its branches: \(list(branches)).")
    }

    static func commitNotFound(_ commit: CommitID) -> StepFailure {
        StepFailure(
            code: "ref_missing", message: "The repository has no commit \(commit.short) in a branch or tag.",
            hint: "Check the ID, and push the commit to a branch.")
    }

    /// The server's `HEAD` names a branch that does not exist, and none of the others is obvious.
    static func defaultMissing(_ branches: [String]) -> StepFailure {
        StepFailure(
            code: "ref_missing", message: "The repository's default branch does not exist.",
            hint: "Enter one of its branches: \(list(branches)).")
    }

    static func notACommit(_ reference: String) -> StepFailure {
        StepFailure(
            code: "ref_missing", message: "“\(reference)” leads to something other than a commit.",
            hint: "Use a branch, or a tag of a commit.")
    }

    static func tooManyReferences(_ count: Int) -> StepFailure {
        StepFailure(
            code: "repo_too_many_refs", message: "The repository advertises \(count) references.",
            hint: "Use a repository with fewer branches and tags.")
    }

    static let unknownCode = "git_failed"

    static func unknown(_ message: String) -> StepFailure {
        StepFailure(
            code: unknownCode, message: "Git failed: \(clean(message)).",
            hint: "Try again. If it keeps failing, check the repository.")
    }

    private static func list(_ branches: [String]) -> String {
        let shown = branches.prefix(10).joined(separator: ", ")
        return branches.count > 10 ? "\(shown) and \(branches.count - 10) more" : shown
    }

    /// Server messages end with a line break.
    private static func clean(_ text: String) -> String {
        LogText.clean(text.utf8.prefix { $0 != UInt8(ascii: "\n") })
    }
}
