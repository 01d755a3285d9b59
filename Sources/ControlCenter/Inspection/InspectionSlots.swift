import Synchronization

/// Limits concurrent inspections: two per user, four in total.
final class InspectionSlots: Sendable {
    static let perPerson = 2
    static let total = 4

    private let holders = Mutex([String?](repeating: nil, count: total))

    /// - Returns: slot number, 0 to 3.
    func acquire(for user: String) throws(TooManyInspections) -> Int {
        let slot = holders.withLock { holders -> Int? in
            guard holders.count(where: { $0 == user }) < Self.perPerson, let slot = holders.firstIndex(of: nil) else {
                return nil
            }
            holders[slot] = user
            return slot
        }
        guard let slot else { throw TooManyInspections() }
        return slot
    }

    func release(_ slot: Int) {
        holders.withLock { $0[slot] = nil }
    }
}

/// The limit of concurrent inspections, per user or in total, is reached.
package struct TooManyInspections: Error {}
