@testable import ControlCenter
@testable import Model
@testable import Ports
import Foundation
import AppHarness
import SQLiteStore
import Testing

@Suite(.timeLimit(.minutes(5))) struct CapacityTests {
    private let house: AppHarness
    private let plan: CapacityPlan
    /// Hours since 1970.
    private let hour = 497_222
    private var now: Date { Date(timeIntervalSince1970: Double(3600 * hour)) }

    init() throws {
        house = try AppHarness()
        plan = CapacityPlan(
            store: house.store, registry: house.registry, gpus: house.gpuWatch, defaultMemory: try MemoryLimit(gib: 8))
    }

    private func write(_ samples: [Int64: UsageSample], hoursAgo: Int) throws {
        try house.store.write(
            samples.merging([UsageSample.host: UsageSample(cpu: 500)]) { given, _ in given }, tier: .hour,
            step: hour - hoursAgo)
    }

    @Test func gpuHoursArePerAppAndOwner() async throws {
        let bob = Caller(user: "bob", role: .member, address: "")
        let (one, two) = (try await house.add("one"), try await house.add("two"))
        let three = try await house.add("three", by: bob)
        let held = { (seconds: Int) in UsageSample(memory: 512, gpuMemory: 1024, gpuSeconds: seconds) }
        let ids = try [one, two, three].map { try house.app($0).id }
        try write([ids[0]: held(7200), ids[1]: held(3600), ids[2]: held(3600)], hoursAgo: 30)
        try write([ids[0]: held(3600)], hoursAgo: 2)
        let week = try plan.report(days: 7, now: now)
        #expect(week.apps.map(\.gpuHours) == [3, 1, 1] && !week.apps.contains(where: \.isRemoved))
        #expect(week.owners.map { "\($0.owner) \($0.gpuHours)" } == ["alice 4.0", "bob 1.0"])
        #expect(week.apps.first?.peakMemoryBytes == 512 << 20 && week.apps.first?.declaredMemoryBytes == 8 << 30)
        let day = try plan.report(days: 1, now: now)
        #expect(day.apps.map(\.name) == ["one"] && day.apps.map(\.gpuHours) == [1])
    }

    @Test func whatARemovedAppUsedStays() async throws {
        let name = try await house.running("demo")
        try write([try house.app(name).id: UsageSample(gpuSeconds: 3600)], hoursAgo: 2)
        try await house.service.remove(try house.app(name), by: Sample.caller)
        try await house.untilGone(name)
        let report = try plan.report(days: 7, now: now)
        #expect(report.apps.map(\.gpuHours) == [1] && report.couldBeGivenBack.isEmpty)
        #expect(report.apps.map(\.isRemoved) == [true])
    }

    @Test func busyHoursAreThoseOfTheProcessorsWithoutGPUs() throws {
        try write([:], hoursAgo: 2)
        let hours = try plan.report(days: 7, now: now).busiestHours
        let cores = Double(ProcessInfo.processInfo.activeProcessorCount)
        #expect(hours.count == 24 && hours.filter { $0 > 0 } == [0.5 / cores])
        #expect(hours.firstIndex { $0 > 0 } == (hour - 2) % 24)
    }

    private static func app(memory: Int? = nil, gpuMemory: Int? = nil) -> UsedApp {
        UsedApp(id: 1, name: "demo", owner: "alice", isRemoved: false, memoryGiB: memory, gpuMemoryGiB: gpuMemory)
    }

    private func words(_ app: UsedApp, _ total: UsageTotal) -> [String] {
        CapacityPlan.spare(of: app, total).map(\.what)
    }

    @Test func idleCardsCouldBeGivenBack() {
        let idle = UsageTotal(gpuSeconds: 36_000, gpuIdleSeconds: 30_600, peakMemory: nil, peakGPUMemory: nil)
        #expect(
            words(Self.app(), idle) == ["Its GPUs were idle for 8.5 of 10.0 hours."])
        let busy = UsageTotal(gpuSeconds: 36_000, gpuIdleSeconds: 18_000, peakMemory: nil, peakGPUMemory: nil)
        #expect(words(Self.app(), busy).isEmpty)
        let new = UsageTotal(gpuSeconds: 3590, gpuIdleSeconds: 3590, peakMemory: nil, peakGPUMemory: nil)
        #expect(words(Self.app(), new).isEmpty)
    }

    @Test func declaredMemoryThatStayedFreeCouldBeGivenBack() {
        let total = UsageTotal(gpuSeconds: 0, gpuIdleSeconds: 0, peakMemory: 2000, peakGPUMemory: 6144)
        #expect(
            words(Self.app(memory: 16, gpuMemory: 18), total) == [
                "It reserves 18 GiB of GPU memory; its peak was 6.0 GiB.",
                "Its memory limit is 16 GiB; its peak was 2.0 GiB.",
            ])
        #expect(words(Self.app(memory: 3, gpuMemory: 12), total).isEmpty)
        let little = UsageTotal(gpuSeconds: 0, gpuIdleSeconds: 0, peakMemory: 40, peakGPUMemory: nil)
        #expect(words(Self.app(memory: 2), little) == ["Its memory limit is 2 GiB; its peak was 40 MiB."])
        // The installation's default cannot be reclaimed from the app.
        #expect(words(Self.app(), total).isEmpty)
    }
}

@Suite struct UsageSeriesTests {
    private let series = UsageSeries(
        window: UsageWindow(.hour, now: 1_790_000_000),
        points: [UsageSample(cpu: 1255, memory: 2, receive: 7, gpu: 100), nil])

    @Test func aGapIsNull() {
        let json = JSONText.encode(series)
        #expect(json.contains(#""cpu_percent":[125.5,null]"#))
        #expect(json.contains(#""memory_bytes":[2097152,null]"#))
        #expect(json.contains(#""disk_bytes":[null,null]"#))
    }

    @Test func csvHasALineForEachStep() {
        #expect(
            series.csv == """
                at,cpu_percent,memory_bytes,disk_bytes,receive_bytes_per_second,send_bytes_per_second,gpu_percent,\
                gpu_memory_bytes\r
                2026-09-21T13:13:10Z,125.5,2097152,,7,,100,\r
                2026-09-21T13:13:20Z,,,,,,,\r

                """)
    }
}
