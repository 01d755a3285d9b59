import Model

/// Why files of Git LFS could not be had; each names them.
enum LFSFailure {
    private static let maximumNames = 2

    /// - Parameter reason: such as "has not got the content".
    static func missing(_ paths: [String], _ host: String, _ reason: String) -> StepFailure {
        StepFailure(
            code: "lfs_missing", message: "\(list(paths)) in Git LFS: \(host) \(reason).",
            hint:
                "Push the content with “git lfs push --all”, or keep the file out of Git LFS; the app can download it "
                + "when it starts.")
    }

    static func status(_ status: Int, _ paths: [String], _ host: String, withToken: Bool) -> StepFailure {
        switch status {
        case 401, 403:
            StepFailure(
                code: "lfs_denied", message: "\(list(paths)) in Git LFS: \(host) refuses access (status \(status)).",
                hint: withToken
                    ? "Give the access token the right to read the repository's files."
                    : "Add an access token in the app's settings.")
        case 404, 410, 501:
            missing(paths, host, "does not serve it for this repository (status \(status))")
        case 429, 500...599: HTTPFailure.of(status: status, host: host, withToken: withToken)
        default: missing(paths, host, "answered with status \(status)")
        }
    }

    static func otherHost(_ path: String, _ host: String, _ other: String) -> StepFailure {
        StepFailure(
            code: "lfs_other_host",
            message:
                "\(list([path])) in Git LFS: \(host) keeps the content on another host, \(other), which is not allowed.",
            hint: "Ask the operator to add \(other) to the allowed hosts, or keep the file out of Git LFS.")
    }

    static func notHTTPS(_ path: String, _ host: String) -> StepFailure {
        missing([path], host, "gives an address that is not HTTPS")
    }

    static func damaged(_ path: String, _ host: String) -> StepFailure {
        StepFailure(
            code: "lfs_damaged", message: "\(list([path])) in Git LFS: what \(host) sent has another size or hash.",
            hint: "Try again. If it keeps failing, push the content again with “git lfs push --all”.")
    }

    /// For example "model.bin and 2 more files are".
    private static func list(_ paths: [String]) -> String {
        let names = paths.prefix(maximumNames).map { LogText.clean($0.utf8) }.joined(separator: ", ")
        let more = paths.count - maximumNames
        if more > 0 { return "\(names) and \(more) more are" }
        return paths.count == 1 ? "\(names) is" : "\(names) are"
    }
}
