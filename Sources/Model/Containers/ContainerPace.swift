/// How busy a container has been over the last seconds.
struct ContainerPace: Sendable {
    private static let window = Duration.seconds(5)
    private static let shortest = Duration.seconds(2)
    /// More than the healthchecks of a starting app take on a slow machine.
    private static let busyCores = 0.4
    /// Bytes per second.
    private static let busyNetwork = 100_000.0
    /// Bytes per second; healthchecks come and go with less.
    private static let busyMemory = 6_000_000.0

    private var samples: [(activity: ContainerActivity, at: ContinuousClock.Instant)] = []

    mutating func add(_ activity: ContainerActivity, at now: ContinuousClock.Instant) {
        samples.append((activity, now))
        // Keeps the newest one that is older than the window.
        let old = samples.prefix { $0.at.duration(to: now) > Self.window }.count
        samples.removeFirst(max(0, old - 1))
    }

    /// nil until two samples are far enough apart, or without the counter.
    private func rate(_ counter: KeyPath<ContainerActivity, Int64?>) -> Double? {
        guard let first = samples.first, let last = samples.last else { return nil }
        let elapsed = first.at.duration(to: last.at)
        guard elapsed >= Self.shortest, let before = first.activity[keyPath: counter],
            let after = last.activity[keyPath: counter]
        else { return nil }
        return Double(after - before) / (elapsed / .seconds(1))
    }

    /// Bytes per second; nil if next to nothing.
    var download: Double? { rate(\.received).flatMap { $0 >= Self.busyNetwork ? $0 : nil } }

    /// CPU cores in use; nil if next to none.
    var cores: Double? { rate(\.cpu).map { $0 / 1e9 }.flatMap { $0 >= Self.busyCores ? $0 : nil } }

    /// Bytes per second that memory grows by, as while a model is loaded; nil if next to nothing.
    var growth: Double? { rate(\.memory).flatMap { $0 >= Self.busyMemory ? $0 : nil } }

    var isBusy: Bool { download != nil || cores != nil || growth != nil }

    /// For example “receiving 12 MB/s”; empty while too little is known.
    var words: String {
        if let download { return "receiving \(Self.bytes(download))/s" }
        if let growth { return "memory grows by \(Self.bytes(growth))/s" }
        if let cores {
            let tenths = Int((cores * 10).rounded())
            return "uses \(tenths / 10).\(tenths % 10) CPU cores"
        }
        return rate(\.cpu) == nil ? "" : "idle"
    }

    private static func bytes(_ count: Double) -> String {
        if count >= 10_000_000 { return "\(Int(count / 1_000_000)) MB" }
        if count >= 1_000_000 {
            let tenths = Int(count / 100_000)
            return "\(tenths / 10).\(tenths % 10) MB"
        }
        return "\(Int(count / 1000)) kB"
    }
}
