package import FoundationEssentials

/// Predictions for one app of the queue.
extension GPUQueue {
    /// - Parameter member: replaces the app's earlier entry, if it has one.
    package func verdict(for member: Member, on seen: GPUSnapshot, at now: Date) -> Verdict {
        position(of: member, on: seen, at: now).verdict
    }

    /// Checks whether a request would fit if it were made now.
    package func fit(_ member: Member, on seen: GPUSnapshot, at now: Date) -> GPUFit {
        let (position, verdict) = position(of: member, on: seen, at: now)
        if let placement = verdict.placement { return GPUFit(fits: true, why: placement.reason, position: nil) }
        return GPUFit(fits: false, why: "needs \(verdict.waitsFor)", position: position)
    }

    /// Moves an app to a position, counted from 1; values past the end mean the end.
    /// - Returns: the new order, and its part that needs ranks to stay in this order; nil if the app is not queued.
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
