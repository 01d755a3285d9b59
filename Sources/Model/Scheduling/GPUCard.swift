/// A GPU with its allocations, for placement.
package struct GPUCard: Equatable {
    let gpu: GPU
    /// MiB used by processes that do not belong to our apps.
    let foreign: Int
    private(set) var allocations: [GPUAllocation]

    /// - Parameters:
    ///   - allocations: all allocations; those on other GPUs are ignored.
    ///   - holders: processes with memory on the GPU; nil if the driver does not report them. Memory used beyond what
    ///     is reserved for our apps counts as foreign then.
    init(_ gpu: GPU, allocations: [GPUAllocation], holders: [GPUHolder]? = nil) {
        self.gpu = gpu
        self.allocations = allocations.filter { $0.gpus.contains(gpu.uuid) }
        let ours: Int
        let names = Set(self.allocations.compactMap(\.name))
        let ourHolders = holders?.filter { $0.app.map(names.contains) ?? false }
        if let ourHolders, ourHolders.allSatisfy({ $0.memory != nil }) {
            ours = ourHolders.reduce(0) { $0 + ($1.memory ?? 0) }
        } else {
            ours = self.allocations.reduce(0) { $0 + min($1.claim.memory ?? gpu.totalMemory, gpu.totalMemory) }
        }
        foreign = max(0, gpu.usedMemory - ours)
    }

    static func all(of seen: GPUSnapshot, allocations: [GPUAllocation]) -> [GPUCard] {
        seen.gpus.map { GPUCard($0, allocations: allocations, holders: seen.holders[$0.uuid]) }
    }

    /// MiB that can still be reserved, regardless of exclusive use.
    var free: Int {
        let promised = allocations.reduce(0) { $0 + ($1.claim.memory ?? gpu.totalMemory) }
        return max(0, gpu.totalMemory - foreign - promised)
    }

    /// For users.
    var freeWords: String { "\(free >> 10) GiB free" + (gpu.hasUnifiedMemory ? " of the host's memory" : "") }

    /// True if the app fits now.
    func admits(_ claim: GPUReservation) -> Bool {
        switch claim.sharing {
        case .exclusive: allocations.isEmpty && couldAdmit(claim)
        case .shared: allocations.allSatisfy { $0.claim.sharing == .shared } && free >= claim.memory ?? gpu.totalMemory
        }
    }

    /// True if the app would fit after all our other apps have left this GPU.
    func couldAdmit(_ claim: GPUReservation) -> Bool {
        foreign + (claim.memory ?? 0) <= gpu.totalMemory
    }

    func without(_ app: Int64) -> GPUCard {
        var card = self
        card.allocations.removeAll { $0.app == app }
        return card
    }

    mutating func allocate(_ allocation: GPUAllocation) {
        self = without(allocation.app)
        if allocation.gpus.contains(gpu.uuid) { allocations.append(allocation) }
    }
}
