import Model

/// Which addresses the networks of apps may have. Docker's own pools have room for some 30 networks, so each network gets a
/// subnet of a block that belongs to this program.
package struct AddressPlan: Equatable, Sendable {
    /// Room for the gateway and what runs at the same time in one network.
    static let subnetLength = 28
    /// Subnets of a block that apps leave to image builds.
    static let reserve = 8
    /// Blocks to choose from where the operator names none: those that few companies use.
    static let usual =
        (208...223).map { IPv4Network(first: 10 << 24 | UInt32($0) << 16, length: 16) }
        + (24...31).map { IPv4Network(first: 172 << 24 | UInt32($0) << 16, length: 16) }

    /// `networks.block`.
    private let block: IPv4Network?
    /// Two installations on one machine look from different places on, so that they seldom want the same subnet.
    private let seed: Int

    package init(block: IPv4Network?, installation: String) {
        self.block = block
        seed = installation.utf8.reduce(0) { ($0 &* 31 &+ Int($1)) & 0xffff }
    }

    /// How many apps there can be; each has one network.
    package static func capacity(of block: IPv4Network?) -> Int { count(in: block ?? usual[0]) - reserve }

    /// - Parameters:
    ///   - taken: subnets of networks that Docker has, ours and others, and of those that are about to be made.
    ///   - routes: where the machine sends packets.
    /// - Returns: a subnet that nothing uses.
    /// - Throws: ``StepFailure`` `no_free_network`.
    func subnet(taken: [IPv4Network], routes: [IPv4Network]) throws(StepFailure) -> IPv4Network {
        let foreign = foreign(routes, taken)
        if let block {
            // A wider route leads to what surrounds the block: the company's network that it is part of.
            let inside = foreign.filter { block.contains($0) }
            guard let free = free(in: block, taken + inside) else { throw Self.exhausted(block, inside) }
            return free
        }
        // A small one is one of a network that was made or removed a moment ago.
        let wide = foreign.filter { $0.length < Self.subnetLength }
        for candidate in Self.usual where !wide.contains(where: candidate.overlaps) {
            if let free = free(in: candidate, taken + foreign) { return free }
        }
        throw Self.noBlock(foreign)
    }

    /// True if a route that is not Docker's leads into the network.
    func conflicts(_ network: IPv4Network, taken: [IPv4Network], routes: [IPv4Network]) -> Bool {
        let foreign = foreign(routes, taken)
        return block == nil ? foreign.contains(where: network.overlaps) : foreign.contains(where: network.contains)
    }

    private func foreign(_ routes: [IPv4Network], _ taken: [IPv4Network]) -> [IPv4Network] {
        let dockers = Set(taken)
        // Besides a network's own route there are those to its gateway and to its broadcast address.
        return routes.filter { route in
            !dockers.contains(route) && !(route.length == 32 && taken.contains { $0.contains(route) })
        }
    }

    private func free(in block: IPv4Network, _ taken: [IPv4Network]) -> IPv4Network? {
        let width = UInt32(1) << UInt32(32 - Self.subnetLength)
        let count = Self.count(in: block)
        var isTaken = [Bool](repeating: false, count: count)
        for network in taken where network.overlaps(block) {
            let low = network.length < block.length ? 0 : Int((network.first - block.first) / width)
            let size = network.length < block.length ? count : max(1, Self.count(in: network))
            for index in low..<min(count, low + size) { isTaken[index] = true }
        }
        let found = (0..<count).lazy.map { ($0 + seed) % count }.first { !isTaken[$0] }
        return found.map { IPv4Network(first: block.first + UInt32($0) * width, length: Self.subnetLength) }
    }

    private static func count(in block: IPv4Network) -> Int {
        block.length > subnetLength ? 0 : 1 << (subnetLength - block.length)
    }

    private static func exhausted(_ block: IPv4Network, _ inside: [IPv4Network]) -> StepFailure {
        let conflict = inside.first { $0.length < 32 }
        let reason = conflict.map { "the machine has a route to \($0) in it" } ?? "all of it is in use"
        return StepFailure(
            code: "no_free_network", message: "No free network is left in \(block) (networks.block): \(reason).",
            hint: "Remove apps that are not needed, or ask the operator for a larger networks.block.")
    }

    private static func noBlock(_ foreign: [IPv4Network]) -> StepFailure {
        let routes = foreign.filter { $0.length < 32 }.map(\.description).sorted().prefix(3).joined(separator: ", ")
        return StepFailure(
            code: "no_free_network",
            message: "No private addresses are free for the app's network: the machine has routes to \(routes).",
            hint: "Ask the operator to set networks.block to addresses that nothing else uses.")
    }
}

extension IPv4Network {
    /// True if the networks of apps can get their addresses from it.
    package var isAddressBlock: Bool { (8...24).contains(length) }
}
