import LiveState
import Model
import HTTPTypes

/// `/api/me`: the signed-in user and their quota.
struct MeController {
    let registry: AppRegistry
    let quota: Quota

    private struct Me: Encodable {
        let user: String
        let groups: [String]
        let role: String
        let quota: Limits
    }

    private struct Limits: Encodable {
        let apps: Limit
        let gpus: Limit
        let memoryGiB: Limit
        let diskGiB: Limit

        enum CodingKeys: String, CodingKey {
            case apps, gpus
            case memoryGiB = "memory_gib"
            case diskGiB = "disk_gib"
        }
    }

    private struct Limit: Encodable {
        let used: Double
        /// nil means unlimited.
        let limit: Double?

        enum CodingKeys: String, CodingKey { case used, limit }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(used, forKey: .used)
            try container.encode(limit, forKey: .limit)
        }
    }

    @Sendable func show(_ request: APIRequest, _ caller: Caller) -> Answer {
        let use = registry.use(by: caller.user)
        let quota = caller.role == .operator ? Quota() : quota
        let limits = Limits(
            apps: Limit(used: Double(use.apps), limit: quota.apps.map(Double.init)),
            gpus: Limit(used: Double(use.gpus), limit: quota.gpus.map(Double.init)),
            memoryGiB: Limit(used: Double(use.memoryGiB), limit: quota.memoryGiB.map(Double.init)),
            diskGiB: Limit(used: Self.gib(use.diskBytes), limit: quota.diskBytes.map(Self.gib)))
        return .now(
            .json(
                encoding: Me(
                    user: caller.user, groups: caller.groups.sorted(), role: caller.role.rawValue, quota: limits)))
    }

    /// In GiB, rounded to one decimal.
    private static func gib(_ bytes: Int64) -> Double {
        (Double(bytes) / Double(1 << 30) * 10).rounded() / 10
    }
}
