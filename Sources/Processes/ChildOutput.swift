import Dispatch
import Platform
import Glibc
import Synchronization

/// The end of a pipe that a child writes to. Waiting for it takes no thread; one reader at a time.
final class ChildOutput: Sendable {
    private struct State {
        var reader: CheckedContinuation<Void, Never>?
        /// Of the watch; nil while nobody waits, or if the kernel does not watch the pipe.
        var token: UInt64?
        var isGivenUp = false
        /// How many pieces are still read after that, from a writer that does not end.
        var rest = 16
    }

    private static let pieceSize = 64 << 10
    /// Between two looks at a pipe that the kernel does not watch.
    private static let pause = DispatchTimeInterval.milliseconds(50)

    private let descriptor: Descriptor
    private let watch: DescriptorWatch
    private let state = Mutex(State())

    init(_ descriptor: Descriptor) throws(SystemCallFailure) {
        try descriptor.setNonBlocking()
        self.descriptor = descriptor
        watch = try Readiness.watch()
    }

    /// What has arrived since the last call, as soon as there is something.
    /// - Returns: nil at the end, or once it is given up.
    func next() async -> [UInt8]? {
        while true {
            let (piece, error) = read()
            if !piece.isEmpty { return isWanted() ? piece : nil }
            guard error == EAGAIN || error == EINTR, !state.withLock({ $0.isGivenUp }) else { return nil }
            await untilReadable()
        }
    }

    /// All that is written, as text; the rest is dropped after `limit` bytes.
    func text(limit: Int) async -> String {
        var bytes: [UInt8] = []
        while let piece = await next() { bytes += piece.prefix(limit - bytes.count) }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Reads no more than what is there: whoever has the other end will not close it.
    func giveUp() {
        let reader = state.withLock { state in
            state.isGivenUp = true
            return take(&state)
        }
        reader?.resume()
    }

    private func isWanted() -> Bool {
        state.withLock { state in
            if state.isGivenUp { state.rest -= 1 }
            return state.rest >= 0
        }
    }

    /// - Returns: nothing at the end, and with an `errno` if there is nothing now.
    private func read() -> ([UInt8], error: Int32) {
        var error: Int32 = 0
        let piece = [UInt8](unsafeUninitializedCapacity: Self.pieceSize) { buffer, initialized in
            let count = Glibc.read(descriptor.raw, buffer.baseAddress, buffer.count)
            if count < 0 { error = errno }
            initialized = max(0, count)
        }
        return (piece, error)
    }

    private func untilReadable() async {
        await withCheckedContinuation { reader in
            let isOver = state.withLock { state in
                if !state.isGivenUp {
                    state.reader = reader
                    state.token = watch.add(descriptor.raw, until: .readable) { [weak self] in self?.wakeReader() }
                    if state.token == nil { lookLater() }
                }
                return state.isGivenUp
            }
            if isOver { reader.resume() }
        }
    }

    private func lookLater() {
        Child.queue.asyncAfter(deadline: .now() + Self.pause) { [weak self] in self?.wakeReader() }
    }

    private func wakeReader() {
        state.withLock { take(&$0) }?.resume()
    }

    private func take(_ state: inout State) -> CheckedContinuation<Void, Never>? {
        if let token = state.token { watch.remove(token) }
        defer { (state.reader, state.token) = (nil, nil) }
        return state.reader
    }
}
