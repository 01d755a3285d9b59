import Synchronization

/// Who looks at repositories now: two looks at once for each person, four in all.
final class InspectionSlots: Sendable {
    static let perPerson = 2
    static let total = 4

    private let holders = Mutex([String?](repeating: nil, count: total))

    /// - Returns: the slot's number, 0 to 3.
    func take(for user: String) throws(TooManyInspections) -> Int {
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

    func giveBack(_ slot: Int) {
        holders.withLock { $0[slot] = nil }
    }
}

/// The caller, or everybody together, looks at as many repositories as is allowed at once.
package struct TooManyInspections: Error {}
