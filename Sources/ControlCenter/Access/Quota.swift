/// How much one owner may take of the machine; nil is no limit. Operators are not limited.
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

    /// - Parameter use: what the owner would take.
    /// - Throws: ``QuotaExceeded`` with every limit that it goes over.
    func check(_ use: QuotaUse) throws(QuotaExceeded) {
        var errors: [FieldError] = []
        func limit(_ field: String, _ code: String, _ wanted: some BinaryInteger, _ limit: Int64?, _ what: String) {
            guard let limit, wanted > limit else { return }
            errors.append(
                FieldError(
                    field: field, code: code,
                    message: "That would make \(wanted) \(what) of yours; the limit is \(limit). Stop or remove an app."
                ))
        }
        limit("name", "quota_apps", use.apps, apps.map(Int64.init), "apps")
        limit("gpus", "quota_gpus", use.gpus, gpus.map(Int64.init), "GPUs")
        limit("memory_gib", "quota_memory", use.memoryGiB, memoryGiB.map(Int64.init), "GiB of memory")
        limit("name", "quota_disk", use.diskBytes, diskBytes, "bytes on the disk")
        if !errors.isEmpty { throw QuotaExceeded(errors: errors) }
    }
}

/// What an owner's apps take: all of them on the disk, those that should run of the rest.
package struct QuotaUse: Equatable, Sendable {
    package var apps = 0
    package var gpus = 0
    package var memoryGiB = 0
    package var diskBytes: Int64 = 0

    init(_ apps: some Sequence<App>, defaultMemory: MemoryLimit) {
        for app in apps {
            diskBytes += app.workspaceBytes
            if app.desired == .running { add(app.settings, defaultMemory: defaultMemory) } else { self.apps += 1 }
        }
    }

    /// Counts in one more app that should run.
    mutating func add(_ settings: AppSettings, defaultMemory: MemoryLimit) {
        apps += 1
        gpus += settings.gpus.rawValue
        memoryGiB += (settings.memory ?? defaultMemory).gib
    }
}

package struct QuotaExceeded: Error, Equatable {
    package let errors: [FieldError]
}
