import SystemPackage

/// What a command says beside its result.
enum StandardError {
    static func say(_ line: String) {
        // Nobody may be reading.
        _ = try? FileDescriptor.standardError.writeAll("\(line)\n".utf8)
    }
}
