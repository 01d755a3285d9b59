import CCurl
import Dispatch
import Glibc
import Synchronization

/// Runs all of the Engine's streaming responses (events, container logs) on one thread.
final class EngineStreams: Sendable {
    /// Callbacks of one stream, called only on the streams' thread.
    final class Stream: EngineSink {
        private let onBegin: () -> Void
        private let onBytes: (UnsafeRawBufferPointer) -> Void
        private let onEnd: () -> Void

        init(
            onBegin: @escaping () -> Void = {}, onBytes: @escaping (UnsafeRawBufferPointer) -> Void,
            onEnd: @escaping () -> Void
        ) {
            self.onBegin = onBegin
            self.onBytes = onBytes
            self.onEnd = onEnd
        }

        func began() { onBegin() }
        func receive(_ bytes: UnsafeRawBufferPointer) { onBytes(bytes) }
        fileprivate func end() { onEnd() }
    }

    /// In microseconds for each open stream. A round looks at all of them, so that it pays to let what they send
    /// collect: rounds take a hundredth of a core then, however many streams there are.
    private static let pause: UInt32 = 100
    /// In microseconds.
    private static let longestPause: UInt32 = 50_000

    private let socket: String
    private let waiting = Mutex<[@Sendable () -> (target: String, stream: Stream)]>([])
    /// Unsafe because only `curl_multi_wakeup` may be called from any thread (curl_multi_wakeup(3)); everything else
    /// runs on the streams' thread.
    private nonisolated(unsafe) let multi: UnsafeMutableRawPointer

    init(socket: String) {
        self.socket = socket
        guard let multi = curl_multi_init() else { preconditionFailure("libcurl could not allocate memory") }
        self.multi = multi
        DispatchQueue(label: "dcc.engine-streams").async { [self] in run() }
    }

    /// - Parameter make: creates the stream; called on the streams' thread.
    func open(_ target: String, _ make: @escaping @Sendable () -> Stream) {
        waiting.withLock { $0.append { (target, make()) } }
        curl_multi_wakeup(multi)
    }

    private func run() -> Never {
        var open: [UnsafeMutableRawPointer: Stream] = [:]
        while true {
            let new = waiting.withLock { waiting in
                defer { waiting = [] }
                return waiting
            }
            for make in new {
                let (target, stream) = make()
                guard let handle = EngineHandle.make(socket: socket, target: target, sink: stream) else {
                    stream.end()
                    continue
                }
                open[handle] = stream
                curl_multi_add_handle(multi, handle)
            }
            var running: Int32 = 0
            curl_multi_perform(multi, &running)
            closeEnded(&open)
            curl_multi_poll(multi, nil, 0, 1000, nil)
            usleep(min(Self.pause * UInt32(open.count), Self.longestPause))
        }
    }

    private func closeEnded(_ open: inout [UnsafeMutableRawPointer: Stream]) {
        var left: Int32 = 0
        while let message = curl_multi_info_read(multi, &left) {
            guard message.pointee.msg == CURLMSG_DONE, let handle = message.pointee.easy_handle else { continue }
            curl_multi_remove_handle(multi, handle)
            curl_easy_cleanup(handle)
            open.removeValue(forKey: handle)?.end()
        }
    }
}
