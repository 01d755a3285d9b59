import Glibc

/// A system call that failed, and why.
package struct SystemCallFailure: Error, Equatable, Sendable, CustomStringConvertible {
    /// For example `openat`.
    package let call: String
    /// What it was about: a path, or a name in an open folder.
    package let path: String?
    /// The `errno`.
    package let error: Int32

    /// - Parameter error: the `errno` that the call left.
    package init(_ call: String, _ path: String? = nil, error: Int32 = errno) {
        self.call = call
        self.path = path
        self.error = error
    }

    /// For example "Too many open files".
    package var reason: String { String(cString: strerror(error)) }

    /// For example "openat requirements.txt: Too many open files".
    package var description: String { "\(call)\(path.map { " \($0)" } ?? ""): \(reason)" }

    package var shortage: Shortage? { Shortage(error) }
}

/// What the machine or the service has run out of.
package enum Shortage: CaseIterable, Sendable {
    case descriptors, files, processes, memory, disk

    /// - Parameter error: an `errno`.
    package init?(_ error: Int32) {
        switch error {
        case EMFILE: self = .descriptors
        case ENFILE: self = .files
        case EAGAIN: self = .processes
        case ENOMEM: self = .memory
        case ENOSPC, EDQUOT: self = .disk
        default: return nil
        }
    }

    /// A failure's code.
    package var code: String {
        switch self {
        case .descriptors: "descriptors_exhausted"
        case .files: "files_exhausted"
        case .processes: "processes_exhausted"
        case .memory: "memory_exhausted"
        case .disk: "disk_full"
        }
    }

    /// A main clause without its full stop.
    package var words: String {
        switch self {
        case .descriptors: "the control center has too many files open"
        case .files: "too many files are open on the machine"
        case .processes: "the machine starts no more processes for the control center"
        case .memory: "the machine has no memory left for it"
        case .disk: "the machine's disk is full"
        }
    }

    package var hint: String {
        switch self {
        case .descriptors:
            "Try again. If it happens again, ask the operator to raise LimitNOFILE= with `systemctl edit dcc.service`."
        case .files: "Try again. If it happens again, ask the operator to raise fs.file-max on the machine."
        case .processes:
            "Try again. If it happens again, ask the operator to end processes on the machine, or to raise TasksMax= "
                + "with `systemctl edit dcc.service`."
        case .memory: "Try again. If it happens again, ask the operator to free memory on the machine."
        case .disk: "Ask the operator to free disk space on the machine, then try again."
        }
    }
}
