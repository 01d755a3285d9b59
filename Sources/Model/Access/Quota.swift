/// Resource limits per owner; nil means unlimited. Operators are not limited.
package struct Quota: Sendable {
    package var apps: Int?
    package var gpus: Int?
    package var memoryGiB: Int?
    package var diskBytes: Int64?

    package init(apps: Int? = nil, gpus: Int? = nil, memoryGiB: Int? = nil, diskBytes: Int64? = nil) {
        self.apps = apps
        self.gpus = gpus
        self.memoryGiB = memoryGiB
        self.diskBytes = diskBytes
    }

    /// - Parameters:
    ///   - use: what the owner would use.
    ///   - before: what they use now; if given, only increases are refused.
    /// - Throws: ``QuotaExceeded`` with every exceeded limit.
    package func check(_ use: QuotaUse, grownFrom before: QuotaUse? = nil) throws(QuotaExceeded) {
        var errors: [FieldError] = []
        func limit(_ field: String, _ code: String, _ part: (QuotaUse) -> Int64, _ limit: Int64?, _ what: String) {
            let wanted = part(use)
            guard let limit, wanted > limit, before.map({ wanted > part($0) }) ?? true else { return }
            errors.append(
                FieldError(
                    field: field, code: code,
                    message: "This would use \(wanted) \(what); your limit is \(limit). Stop or remove an app."
                ))
        }
        limit("name", "quota_apps", { Int64($0.apps) }, apps.map(Int64.init), "apps")
        limit("gpus", "quota_gpus", { Int64($0.gpus) }, gpus.map(Int64.init), "GPUs")
        limit("memory_gib", "quota_memory", { Int64($0.memoryGiB) }, memoryGiB.map(Int64.init), "GiB of memory")
        limit("name", "quota_disk", { $0.diskBytes }, diskBytes, "bytes of disk space")
        if !errors.isEmpty { throw QuotaExceeded(errors: errors) }
    }
}

/// Resources used by an owner's apps: disk counts for all apps, the rest only for those that should run.
package struct QuotaUse: Equatable, Sendable {
    package var apps = 0
    package var gpus = 0
    package var memoryGiB = 0
    package var diskBytes: Int64 = 0

    package init(_ apps: some Sequence<App>, defaultMemory: MemoryLimit) {
        for app in apps {
            diskBytes += app.workspaceBytes
            if app.desired == .running { add(app.settings, defaultMemory: defaultMemory) } else { self.apps += 1 }
        }
    }

    /// Adds one app that should run.
    package mutating func add(_ settings: AppSettings, defaultMemory: MemoryLimit) {
        apps += 1
        gpus += settings.gpus.count.rawValue
        memoryGiB += (settings.memory ?? defaultMemory).gib
    }
}

package struct QuotaExceeded: Error, Equatable {
    package let errors: [FieldError]
}
