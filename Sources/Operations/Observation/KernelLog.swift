import Dispatch
import FoundationEssentials
import Glibc
import Synchronization

/// Follows the kernel log, including buffered records (`/dev/kmsg`, see Documentation/ABI/testing/dev-kmsg).
final class KernelLog: Sendable {
    /// Maximum size of a record, in bytes.
    private static let recordSize = 8192

    private let path: String
    private let queue = DispatchQueue(label: "dcc.kernel-log", qos: .utility)
    private let source = Mutex<(any DispatchSourceRead)?>(nil)

    init(path: String) {
        self.path = path
    }

    /// Starts once; a missing or unreadable log has no lines.
    /// - Parameter line: called on a private queue, with the text and the time it was written.
    func follow(_ line: @escaping @Sendable (String, Date) -> Void) {
        source.withLock { source in
            guard source == nil, let descriptor = open() else { return }
            let reading = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: queue)
            reading.setEventHandler { [weak self] in
                if !Self.drain(descriptor, line) { self?.end() }
            }
            reading.setCancelHandler { close(descriptor) }
            reading.activate()
            source = reading
        }
    }

    private func end() {
        source.withLock { $0?.cancel() }
    }

    /// Opens a device or a pipe, both of which support polling. A pipe is opened for writing too, so that it does not
    /// reach end of file when its writer exits.
    private func open() -> Int32? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        let kind = status.st_mode & S_IFMT
        guard kind == S_IFCHR || kind == S_IFIFO else { return nil }
        let descriptor = Glibc.open(path, (kind == S_IFIFO ? O_RDWR : O_RDONLY) | O_NONBLOCK | O_CLOEXEC)
        return descriptor < 0 ? nil : descriptor
    }

    /// - Returns: false if the log has ended or cannot be read.
    private static func drain(_ descriptor: Int32, _ line: (String, Date) -> Void) -> Bool {
        var buffer = [UInt8](repeating: 0, count: recordSize)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            if count > 0 {
                for text in buffer[..<count].split(separator: UInt8(ascii: "\n")) {
                    let (time, message) = record(String(decoding: text, as: UTF8.self))
                    line(message, time)
                }
            } else if count == 0 {
                return false
            } else if errno == EAGAIN {
                return true
            } else if errno != EINTR && errno != EPIPE {
                // EPIPE: records were overwritten before they were read.
                return false
            }
        }
    }

    /// `6,339,5140900,-;the text`: priority, sequence number, microseconds since boot.
    static func record(_ text: String, now: Date = .now, uptime: Double = uptime()) -> (Date, String) {
        guard let end = text.firstIndex(of: ";") else { return (now, text) }
        let fields = text[..<end].split(separator: ",")
        guard fields.count >= 3, let microseconds = Double(fields[2]) else { return (now, text) }
        return (now.addingTimeInterval(microseconds / 1_000_000 - uptime), String(text[text.index(after: end)...]))
    }

    private static func uptime() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1_000_000_000
    }
}
