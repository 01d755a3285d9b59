/// A range of versions as in a requirement, such as `>=2.0,<2.3` (Python's version specifiers).
struct TorchRange: Equatable, Sendable {
    private enum Bound: Equatable {
        case equal(TorchVersion), different(TorchVersion), from(TorchVersion), through(TorchVersion)
        case above(TorchVersion), below(TorchVersion)
        /// All versions with this major and minor version, as in `==2.1.*`.
        case within(TorchVersion), outside(TorchVersion)
        /// From this one, below the next major version, as in `~=2.1`.
        case compatible(TorchVersion)
    }

    private var bounds: [Bound] = []

    /// Any version.
    init() {}

    /// - Parameter text: such as `>=2.0, <2.3`; nil for versions of another form, such as previews.
    init?(_ text: some StringProtocol) {
        for part in text.split(separator: ",") {
            guard let bounds = Self.bounds(String(part.filter { !$0.isWhitespace })) else { return nil }
            self.bounds += bounds
        }
    }

    /// The version of a range like `==2.1.0`.
    var exact: TorchVersion? {
        bounds.lazy.compactMap { if case .equal(let version) = $0 { version } else { nil } }.first
    }

    func and(_ other: TorchRange) -> TorchRange {
        var range = self
        range.bounds += other.bounds
        return range
    }

    func contains(_ version: TorchVersion) -> Bool {
        bounds.allSatisfy { bound in
            switch bound {
            case .equal(let other): version == other
            case .different(let other): version != other
            case .from(let other): version >= other
            case .through(let other): version <= other
            case .above(let other): version > other
            case .below(let other): version < other
            case .within(let other): version.major == other.major && version.minor == other.minor
            case .outside(let other): version.major != other.major || version.minor != other.minor
            case .compatible(let other): version >= other && version.major == other.major
            }
        }
    }

    private static func bounds(_ part: String) -> [Bound]? {
        let sign = part.prefix { "=<>!~".contains($0) }
        let text = part.dropFirst(sign.count)
        if text.hasSuffix(".*") {
            let start = text.dropLast(2)
            guard let version = TorchVersion(start) ?? Int(start).map({ TorchVersion($0, 0) }) else { return nil }
            let isMajor = !start.contains(".")
            switch sign {
            case "==": return isMajor ? [.compatible(version)] : [.within(version)]
            case "!=": return isMajor ? nil : [.outside(version)]
            default: return nil
            }
        }
        guard let version = TorchVersion(text) ?? Int(text).map({ TorchVersion($0, 0) }) else { return nil }
        switch sign {
        case "==", "===": return [.equal(version)]
        case "!=": return [.different(version)]
        case ">=": return [.from(version)]
        case "<=": return [.through(version)]
        case ">": return [.above(version)]
        case "<": return [.below(version)]
        case "~=":
            return text.split(separator: ".").count > 2 ? [.from(version), .within(version)] : [.compatible(version)]
        default: return nil
        }
    }
}
