import Model
import Platform
import Ports

/// What the classic builder does not limit itself: the processes of each step, and what a build writes.
struct BuildWatch {
    private static let pause = Duration.milliseconds(100)
    /// Sizes are asked in every so many rounds.
    private static let sizeRounds = 30
    /// A build ends when the disk has less than this left: what COPY and ADD write shows only afterwards.
    private static let reserve: Int64 = 1 << 30

    let host: DockerHost
    let image: BuiltImage

    /// Throws once the build has written more than it may; returns only by cancellation.
    func run() async throws {
        let before = written()
        let disk = try? host.engine.get(EngineModels.Information.self, EngineQuery.information)?.folder
        var limited: Set<String> = []
        var round = 0
        while true {
            try await Task.sleep(for: Self.pause)
            round += 1
            let running = (try? host.containers(of: image))?.filter { $0.state == "running" } ?? []
            for container in running where limited.insert(container.id).inserted { try await limit(container.id) }
            if round % Self.sizeRounds == 0 { try refuseGrowth(since: before, in: running.map(\.id), on: disk) }
        }
    }

    /// - Throws: when a step runs without its limit.
    private func limit(_ container: String) async throws {
        do {
            try await host.runner.run(.limitProcesses(of: container, host.settings))
        } catch let failure as StepFailure {
            // The step may have ended meanwhile.
            let state = try host.engine.get(EngineModels.Container.self, EngineQuery.container(container))?.state
            if state?.status == "running" { throw failure }
        }
    }

    private func refuseGrowth(since before: Int64, in running: [String], on disk: String?) throws {
        let open = running.reduce(into: Int64(0)) { sum, id in
            let size = try? host.engine.get(EngineModels.Size.self, EngineQuery.containerSize(id))
            sum += size?.written ?? 0
        }
        guard written() - before + open <= Int64(host.settings.imageGiB) << 30 else {
            throw BuildFailure.tooLarge(host.settings)
        }
        if let free = disk.flatMap({ DiskSpace(of: $0)?.free }), free < Self.reserve { throw BuildFailure.diskFull }
    }

    /// Bytes of all layers of this app's builds.
    private func written() -> Int64 {
        let layers = (try? host.images(label: image.mark, all: true)) ?? []
        let sizes = Dictionary(layers.map { ($0.id, $0.size) }) { first, _ in first }
        return layers.reduce(0) { sum, layer in
            let below = sizes[layer.parent] ?? size(ofImage: layer.parent)
            return sum + max(0, layer.size - below)
        }
    }

    private func size(ofImage id: String) -> Int64 {
        guard !id.isEmpty else { return 0 }
        return (try? host.engine.get(EngineModels.Size.self, EngineQuery.image(id)))?.size ?? 0
    }
}
