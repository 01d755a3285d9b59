/// A card with the apps of ours that hold it, as the placer counts.
struct GPUCard: Equatable {
    let gpu: GPU
    /// What processes that are none of our apps' have on it, in MiB.
    let foreign: Int
    private(set) var tenants: [GPUAllocation]

    /// - Parameters:
    ///   - tenants: all there are; those of other cards are left out.
    ///   - holders: whose processes have memory on the card; nil where the driver does not say. Then what is used and
    ///     not promised to our apps counts as foreign.
    init(_ gpu: GPU, tenants: [GPUAllocation], holders: [GPUHolder]? = nil) {
        self.gpu = gpu
        self.tenants = tenants.filter { $0.gpus.contains(gpu.uuid) }
        let ours: Int
        let names = Set(self.tenants.compactMap(\.name))
        let ourHolders = holders?.filter { $0.app.map(names.contains) ?? false }
        if let ourHolders, ourHolders.allSatisfy({ $0.memory != nil }) {
            ours = ourHolders.reduce(0) { $0 + ($1.memory ?? 0) }
        } else {
            ours = self.tenants.reduce(0) { $0 + min($1.claim.memory ?? gpu.totalMemory, gpu.totalMemory) }
        }
        foreign = max(0, gpu.usedMemory - ours)
    }

    static func all(of seen: GPUSnapshot, tenants: [GPUAllocation]) -> [GPUCard] {
        seen.gpus.map { GPUCard($0, tenants: tenants, holders: seen.holders[$0.uuid]) }
    }

    /// In MiB; what can still be promised of it, were it not for an app that wants it for itself.
    var free: Int {
        let promised = tenants.reduce(0) { $0 + ($1.claim.memory ?? gpu.totalMemory) }
        return max(0, gpu.totalMemory - foreign - promised)
    }

    /// Whether the app can have it as it is.
    func admits(_ claim: GPUReservation) -> Bool {
        switch claim.sharing {
        case .exclusive: tenants.isEmpty && couldAdmit(claim)
        case .shared: tenants.allSatisfy { $0.claim.sharing == .shared } && free >= claim.memory ?? gpu.totalMemory
        }
    }

    /// Whether the app could have it once our other apps have left it.
    func couldAdmit(_ claim: GPUReservation) -> Bool {
        foreign + (claim.memory ?? 0) <= gpu.totalMemory
    }

    func without(_ app: Int64) -> GPUCard {
        var card = self
        card.tenants.removeAll { $0.app == app }
        return card
    }

    mutating func take(_ tenant: GPUAllocation) {
        self = without(tenant.app)
        if tenant.gpus.contains(gpu.uuid) { tenants.append(tenant) }
    }
}
