package import FoundationEssentials

/// GPU problems: opens and closes incidents from what nvidia-smi, the kernel log and app logs report.
package struct GPUIncidents: Sendable {
    /// Seconds to show an incident that affects none of our apps.
    private static let retention: TimeInterval = 3600

    /// Every GPU seen so far.
    private var cards: [String: GPU] = [:]
    private var all: [GPUIncident] = []

    package init() {}

    /// Oldest first. Kernel messages about a missing GPU belong to its `card_gone` incident.
    package var open: [GPUIncident] {
        let gone = Set(all.filter { $0.kind == .cardGone }.flatMap(\.gpus))
        return all.filter { $0.kind != .xid || gone.isDisjoint(with: $0.gpus) }.sorted {
            ($0.since, $0.id) < ($1.since, $1.id)
        }
    }

    /// UUIDs of degraded GPUs, to be avoided for now.
    package var degraded: Set<String> { Set(all.filter(\.isOfTheCard).flatMap(\.gpus)) }

    /// Handles a reading of nvidia-smi, or its failure.
    /// - Parameter placed: apps running on GPUs now.
    package mutating func ingest(_ answer: Result<GPUReading, StepFailure>, placed: [PlacedApp], at now: Date) {
        closeToolIncidents(with: answer)
        closeResolved(placed, now)
        switch answer {
        case .success(let reading): compare(reading, placed, now)
        case .failure(let failure): add(failure, now)
        }
    }

    /// Handles a kernel log line about a GPU.
    /// - Parameter app: the app whose process the line names.
    package mutating func ingest(_ xid: Xid, of app: AppName?, placed: [PlacedApp], at time: Date) {
        guard let meaning = xid.meaning else { return }
        // In MIG mode, several instances share the address.
        let hitCards = cards.values.filter { $0.busID.flatMap { PCIAddress($0) } == xid.address }
            .sorted { $0.place < $1.place }
        let uuids = Set(hitCards.map(\.uuid))
        let card = hitCards.count == 1 ? hitCards.first : nil
        let onCard = placed.filter { !uuids.isDisjoint(with: $0.gpus) }
        let named = onCard.filter { $0.name == app }
        let hit = (meaning.isOfTheApp && !named.isEmpty ? named : onCard).filter { $0.since <= time }
        // An app's own error needs no action from the other apps on that GPU.
        guard !meaning.isOfTheApp || !hit.isEmpty else { return }
        add(
            GPUIncident(
                id: "xid:\(card?.uuid ?? "\(xid.address)"):\(xid.code)", kind: .xid, since: time,
                message: "\(words(for: hitCards)) \(meaning.words) (Xid \(xid.code)).", mend: Self.mend(meaning),
                gpus: hitCards.map(\.uuid),
                deployments: meaning.harmsApps ? hit.map(\.deployment).sorted() : [],
                isOfTheCard: meaning.harmsApps && !meaning.isOfTheApp))
    }

    /// Handles a line of an app's log.
    package mutating func ingest(_ line: String, of app: PlacedApp, at time: Date) {
        guard Self.lossWords.contains(where: { line.contains($0) }), app.since <= time else { return }
        add(
            GPUIncident(
                id: "device_lost:\(app.deployment)", kind: .deviceLost, since: time,
                message: "An app has lost access to its GPUs.",
                mend: "Recreate the app. If it recurs, ask the operator to check whether systemd units are reloaded "
                    + "on the machine, which removes devices from containers.",
                gpus: app.gpus, deployments: [app.deployment]))
    }

    /// NVML and CUDA messages inside a container that lost its devices.
    private static let lossWords = [
        "Failed to initialize NVML: Unknown Error", "no CUDA-capable device is detected",
    ]

    private mutating func add(_ incident: GPUIncident) {
        guard let index = all.firstIndex(where: { $0.id == incident.id }) else { return all.append(incident) }
        all[index].message = incident.message
        all[index].mend = incident.mend
        all[index].deployments = Set(all[index].deployments + incident.deployments).sorted()
    }

    // MARK: - nvidia-smi

    private mutating func closeToolIncidents(with answer: Result<GPUReading, StepFailure>) {
        let still: GPUIncident.Kind? =
            if case .failure(let failure) = answer { Self.kind(of: failure) } else { nil }
        let warnings = Set(((try? answer.get())?.warnings ?? []).map(Self.id(ofWarning:)))
        all.removeAll {
            [.tool, .driverMismatch].contains($0.kind) && $0.kind != still && !warnings.contains($0.id)
        }
    }

    /// Running apps are left alone: recreating them would need nvidia-smi.
    private mutating func add(_ failure: StepFailure, _ now: Date) {
        let kind = Self.kind(of: failure)
        add(
            GPUIncident(
                id: kind.rawValue, kind: kind, since: now, message: failure.message, mend: failure.hint, gpus: [],
                deployments: []))
    }

    private mutating func add(_ warning: String, _ now: Date) {
        add(
            GPUIncident(
                id: Self.id(ofWarning: warning), kind: .tool, since: now, message: "nvidia-smi warns: \(warning).",
                mend: "Apps are not affected yet; ask the operator to check the GPU and the driver.", gpus: [],
                deployments: []))
    }

    private static func id(ofWarning text: String) -> String { "warning:\(text)" }

    private static func kind(of failure: StepFailure) -> GPUIncident.Kind {
        failure.code == "gpu_driver_mismatch" ? .driverMismatch : .tool
    }

    // MARK: - Missing and returning GPUs

    private mutating func compare(_ reading: GPUReading, _ placed: [PlacedApp], _ now: Date) {
        let present = Set(reading.gpus.map(\.uuid))
        for gpu in reading.gpus { cards[gpu.uuid] = gpu }
        for warning in reading.warnings { add(warning, now) }
        // An operator split the GPU, or removed an instance that no app uses: nothing is missing.
        let used = Set(placed.flatMap(\.gpus))
        cards = cards.filter { uuid, gpu in
            present.contains(uuid) || used.contains(uuid) || gpu.instance == nil && !reading.split.contains(uuid)
        }
        for uuid in Set(cards.keys).union(used).subtracting(present) {
            add(
                GPUIncident(
                    id: "card_gone:\(uuid)", kind: .cardGone, since: now,
                    message: "\(words(for: cards[uuid], uuid)) is missing: the driver no longer reports it.",
                    mend:
                        "Recreate its apps on another GPU; ask the operator to check the kernel log, and reset the GPU "
                        + "or reboot the machine.",
                    gpus: [uuid], deployments: placed.filter { $0.gpus.contains(uuid) }.map(\.deployment).sorted()))
        }
        // A GPU that was reset or reseated is no longer at fault.
        let back = Set(all.filter { $0.kind == .cardGone }.flatMap(\.gpus)).intersection(present)
        all.removeAll { $0.kind == .xid && !back.isDisjoint(with: $0.gpus) }
        for index in all.indices where all[index].kind == .cardGone && present.isSuperset(of: all[index].gpus) {
            all[index].message = "\(words(for: cards[all[index].gpus[0]])) was missing and is back."
            all[index].mend = "Recreate the apps that ran on it: their GPU state is no longer valid."
        }
        all.removeAll { $0.kind == .cardGone && $0.deployments.isEmpty && present.isSuperset(of: $0.gpus) }
    }

    /// Closes an incident when its last affected container has ended; one without affected apps, or of a faulty GPU,
    /// after an hour; a missing GPU when it is back.
    private mutating func closeResolved(_ placed: [PlacedApp], _ now: Date) {
        let running = Set(placed.map(\.deployment))
        all = all.compactMap { incident in
            guard [.xid, .deviceLost, .cardGone].contains(incident.kind) else { return incident }
            var rest = incident
            rest.deployments.removeAll { !running.contains($0) }
            if incident.kind == .cardGone { return rest }
            let isResolved = rest.deployments.isEmpty && !incident.deployments.isEmpty && !incident.isOfTheCard
            let isOld = rest.deployments.isEmpty && now.timeIntervalSince(incident.since) > Self.retention
            return isResolved || isOld ? nil : rest
        }
    }

    // MARK: - Wording

    private func words(for card: GPU?, _ uuid: String = "") -> String {
        if let card { return "GPU \(card.label) (\(card.name))" }
        return uuid.isEmpty ? "A GPU that nvidia-smi does not list" : "The GPU \(uuid)"
    }

    private func words(for cards: [GPU]) -> String {
        guard let first = cards.first, cards.count > 1 else { return words(for: cards.first) }
        return "GPU \(first.index) with its \(cards.count) MIG instances"
    }

    private static func mend(_ meaning: XidMeaning) -> String {
        switch meaning.mend {
        case .restartApp: "Check the app's logs, then recreate it. If it happens with every app, the GPU may be faulty."
        case .resetCard: "Recreate its apps on another GPU; ask the operator to reset this one."
        case .reboot:
            "Recreate its apps on another GPU; ask the operator to reboot the machine and check this GPU."
        case .watch: "No action needed now; ask the operator to monitor the GPU and replace it if this continues."
        }
    }
}
