package import FoundationEssentials

/// What would become of one app in the queue.
extension GPUQueue {
    /// - Parameter member: takes the place of the same app's earlier entry, if there is one.
    package func verdict(for member: Member, on seen: GPUSnapshot, at now: Date) -> Verdict {
        position(of: member, on: seen, at: now).verdict
    }

    /// What would become of a request if it came now.
    package func fit(_ member: Member, on seen: GPUSnapshot, at now: Date) -> GPUFit {
        let (position, verdict) = position(of: member, on: seen, at: now)
        if let placement = verdict.placement { return GPUFit(fits: true, why: placement.reason, position: nil) }
        return GPUFit(fits: false, why: "needs \(verdict.waitsFor)", position: position)
    }

    /// Moves an app to a position, counted from 1; beyond the end is the end.
    /// - Returns: the new order, and the part of it whose members need a rank to keep it; nil for an app that is not in
    ///   the queue.
    package func moving(_ app: Int64, to position: Int, at now: Date) -> (order: [Member], ranked: [Member])? {
        var order = inOrder(at: now)
        guard let index = order.firstIndex(where: { $0.app == app }) else { return nil }
        let moved = order.remove(at: index)
        let target = min(position - 1, order.count)
        order.insert(moved, at: target)
        // Members ahead of one with a rank need a rank too.
        let last = max(target, order.lastIndex { $0.rank != nil && $0.app != app } ?? 0)
        return (order, Array(order.prefix(last + 1)))
    }

    private func position(
        of member: Member, on seen: GPUSnapshot, at now: Date
    ) -> (position: Int, verdict: Verdict) {
        var queue = self
        queue.members.removeAll { $0.app == member.app }
        queue.members.append(member)
        let verdicts = queue.evaluate(seen, at: now)
        guard let index = verdicts.firstIndex(where: { $0.member.app == member.app }) else {
            preconditionFailure("an evaluation has a verdict for each member")
        }
        return (index + 1, verdicts[index])
    }
}
