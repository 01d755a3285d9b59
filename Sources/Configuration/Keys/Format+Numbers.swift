extension Format where Value == Int {
    /// - Parameters:
    ///   - unit: in the plural: `hours`.
    ///   - zero: what 0 means, as “for never”, if 0 is allowed beside the range.
    static func whole(_ range: ClosedRange<Int>, of unit: String? = nil, zero: String? = nil) -> Self {
        let number = "a whole number \(unit.map { "of \($0) " } ?? "")from \(range.lowerBound) to \(range.upperBound)"
        return .init(
            rule: number + (zero.map { ", or 0 \($0)" } ?? ""),
            read: { given throws(Misfit) in
                guard let number = given.integer, range.contains(number) || (zero != nil && number == 0) else {
                    throw Misfit(given)
                }
                return number
            }, show: { "\($0)" })
    }
}

extension Format where Value == Double {
    static func number(_ range: ClosedRange<Double>) -> Self {
        .init(
            rule: "a number from \(range.lowerBound) to \(Int(range.upperBound))",
            read: { given throws(Misfit) in
                guard let number = given.number, range.contains(number) else { throw Misfit(given) }
                return number
            }, show: { $0 == $0.rounded() ? "\(Int($0))" : "\($0)" })
    }
}
