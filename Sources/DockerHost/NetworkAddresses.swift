import Model
import Synchronization

/// Leases subnets to the networks of apps and of image builds. Docker's list of networks says which are in use, so a lease
/// ends with its network.
final class NetworkAddresses: Sendable {
    private let plan: AddressPlan
    private let engine: EngineClient
    /// Of networks that are about to be made, by name.
    private let pending = Mutex<[String: IPv4Network]>([:])

    init(plan: AddressPlan, engine: EngineClient) {
        self.plan = plan
        self.engine = engine
    }

    /// A subnet that the next network could get.
    /// - Throws: ``StepFailure`` `no_free_network`, or ``ContainerHostUnreachable``.
    func next() throws -> IPv4Network {
        let seen = try look()
        return try plan.subnet(taken: seen.taken, routes: seen.routes)
    }

    /// Makes a network, or what needs it. Another program may take the addresses first: tries up to five times.
    /// - Parameters:
    ///   - isUnfit: true for an existing network that is to be made anew, as is one that a route leads into by now.
    ///   - remove: removes an existing network; nil to keep it whatever it is.
    ///   - make: is given the network's subnet; nil for an existing network that has addresses of Docker's own pools.
    /// - Throws: ``StepFailure`` `no_free_network`, ``ContainerHostUnreachable``, or what `remove` and `make` throw.
    func withSubnet<Result>(
        forNetwork name: String, isUnfit: (EngineModels.Network) -> Bool = { _ in false },
        remove: (() async throws -> Void)? = nil, _ make: (IPv4Network?) async throws -> Result
    ) async throws -> Result {
        var seen = try look()
        if let remove, let network = seen.network(name), isUnfit(network) || isConflicting(network, seen) {
            try await remove()
            seen = try look()
        }
        for _ in 1...4 {
            do {
                return try await make(try lease(forNetwork: name, seen))
            } catch let failure as StepFailure where failure.code == "network_taken" {
                // Docker lists the other network now, so the next lease leaves it out.
                seen = try look()
            }
        }
        return try await make(try lease(forNetwork: name, seen))
    }

    private func isConflicting(_ network: EngineModels.Network, _ seen: Sight) -> Bool {
        network.subnet.map { plan.conflicts($0, taken: seen.taken, routes: seen.routes) } ?? false
    }

    private func lease(forNetwork name: String, _ seen: Sight) throws -> IPv4Network? {
        try pending.withLock { pending in
            for network in seen.networks { pending[network.name] = nil }
            if let network = seen.network(name) { return network.subnet }
            pending[name] = nil
            let subnet = try plan.subnet(taken: seen.taken + pending.values, routes: seen.routes)
            pending[name] = subnet
            return subnet
        }
    }

    private struct Sight {
        let routes: [IPv4Network]
        let networks: [EngineModels.Network]

        var taken: [IPv4Network] { networks.flatMap(\.subnets).compactMap { IPv4Network($0) } }

        func network(_ name: String) -> EngineModels.Network? { networks.first { $0.name == name } }
    }

    private func look() throws -> Sight {
        // Routes first: one of a network that is made in between must not look like somebody else's.
        let routes = HostRoutes.read()
        return Sight(
            routes: routes, networks: try engine.get([EngineModels.Network].self, EngineQuery.allNetworks) ?? [])
    }
}

extension EngineModels.Network {
    /// nil if it has addresses of Docker's own pools.
    fileprivate var subnet: IPv4Network? {
        subnets.compactMap { IPv4Network($0) }.first { $0.length == AddressPlan.subnetLength }
    }
}
