import Model
import Foundation
import SQLiteStore

/// For `scripts/bench usage`: writes a year of use through the store, in the order of time as the service does, and asks for
/// plots. Prints `file_bytes`, `rows`, and for each question `query RANGE MILLISECONDS`, `capacity …` and `look …`; then `hour_bytes`, what another hour wrote.
///
///     UsageYear FILE APPS [history]
///
/// A file that is there already is only asked. With `history` it also writes a ``HistoryYear`` first and asks no plots;
/// instead it prints `start`, how long a start of the service reads the database, and `check`, how long a look at every page
/// takes, in milliseconds.
@main struct UsageYear {
    static func main() throws {
        let arguments = CommandLine.arguments
        let hasHistory = arguments.dropFirst(3) == ["history"]
        guard arguments.count == 3 || hasHistory, let apps = Int64(arguments[2]) else {
            fatalError("UsageYear FILE APPS [history]")
        }
        // A full hour, so that every tier is complete.
        let now = Int(Date.now.timeIntervalSince1970) / 3600 * 3600
        if !FileManager.default.fileExists(atPath: arguments[1]) {
            if hasHistory { try HistoryYear(store: open(arguments[1]), apps: apps).write() }
            print("rows", try write(arguments[1], apps: apps, until: now))
            // The file is whole when the store that wrote it is closed.
            print("file_bytes", try FileManager.default.attributesOfItem(atPath: arguments[1])[.size] as? Int ?? 0)
        }
        if hasHistory {
            print("start", try time { try start(arguments[1]) })
            print("check", try time { try open(arguments[1]).requireWholeFileSound() })
        } else {
            try ask(try open(arguments[1]), apps: apps, now: now)
        }
    }

    /// Reads what a start of the service reads.
    private static func start(_ path: String) throws {
        let store = try open(path)
        for app in try store.apps() {
            _ = try store.lastGoodDeployment(of: app.id)
            guard let newest = try store.deployments(of: app.id, limit: 1).first else { continue }
            _ = try store.keptLines(of: newest.id)
        }
    }

    private static func open(_ path: String) throws -> SQLiteStore {
        try SQLiteStore(path: path, box: SecretBox(), ports: 20_000...29_999)
    }

    private static func write(_ path: String, apps: Int64, until now: Int) throws -> Int {
        let store = try open(path)
        var random = SplitMix(state: 42)
        var rows = 0
        for tier in UsageTier.allCases.reversed() {
            for step in (now - tier.kept) / tier.seconds..<now / tier.seconds {
                let samples = Dictionary(uniqueKeysWithValues: (0...apps).map { ($0, sample(tier, &random)) })
                try store.write(samples, tier: tier, step: step)
                rows += samples.count
            }
        }
        return rows
    }

    /// An app that is busy with everything: no value is one that takes no room.
    private static func sample(_ tier: UsageTier, _ random: inout SplitMix) -> UsageSample {
        UsageSample(
            cpu: .random(in: 2...8000, using: &random), memory: .random(in: 500...64_000, using: &random),
            disk: .random(in: 20_000...60_000, using: &random),
            receive: .random(in: 1000...8_000_000, using: &random), send: .random(in: 1000...8_000_000, using: &random),
            gpu: .random(in: 2...100, using: &random), gpuMemory: .random(in: 500...24_000, using: &random),
            gpuSeconds: tier.seconds, gpuIdleSeconds: .random(in: 2...tier.seconds, using: &random))
    }

    private static func ask(_ store: SQLiteStore, apps: Int64, now: Int) throws {
        for range in UsageRange.allCases {
            let window = UsageWindow(range, now: now)
            for app in stride(from: 0, through: apps, by: 5) {
                let spent = try time {
                    _ = JSONText.data(UsageSeries(window: window, points: try store.series(of: app, window)))
                }
                print("query", range.rawValue, spent)
            }
        }
        let start = now - 90 * 24 * 3600
        print("capacity", try time { for app in 1...apps { _ = try store.total(of: app, since: start, now: now) } })
        var random = SplitMix(state: 43)
        let before = try written()
        for step in now / 10..<now / 10 + 360 {
            let samples = Dictionary(uniqueKeysWithValues: (0...apps).map { ($0, sample(.sample, &random)) })
            print(
                "look",
                try time {
                    try store.write(samples, tier: .sample, step: step)
                    guard try store.rollUp(now: 10 * step + 10) else { return }
                    while try store.prune(now: 10 * step + 10) {}
                })
        }
        print("hour_bytes", try written() - before)
    }

    /// Bytes that this process has written to files so far (proc(5), `/proc/self/io`).
    private static func written() throws -> Int {
        let lines = try String(contentsOfFile: "/proc/self/io", encoding: .utf8).split(separator: "\n")
        return lines.first { $0.hasPrefix("wchar: ") }.flatMap { Int($0.dropFirst(7)) } ?? 0
    }

    /// In milliseconds.
    static func time(_ body: () throws -> Void) rethrows -> Double {
        let spent = try ContinuousClock().measure(body).components
        return Double(spent.attoseconds) / 1e15 + Double(spent.seconds) * 1000
    }
}

/// The same numbers at each run (Steele, Lea, Flood: Fast splittable pseudorandom number generators).
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = (state ^ (state >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
