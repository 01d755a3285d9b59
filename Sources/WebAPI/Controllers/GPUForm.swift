import Model

/// GPU fields of a request, for a new app or as changes to an existing request.
struct GPUForm {
    private let fields: FormFields
    private let present: GPURequest?

    /// - Parameter present: values of absent fields; nil for a new app.
    init(_ fields: FormFields, keeping present: GPURequest?) {
        self.fields = fields
        self.present = present
    }

    /// - Returns: nil when a field is invalid; its errors are added to `broken`.
    func read(_ broken: inout BrokenRules) -> GPURequest? {
        let count = fields.value("gpus", keeping: present?.count, &broken) { () throws(FieldError) in
            try GPUCount(try fields.number("gpus") ?? 0)
        }
        let memory = fields.value("gpu_memory_gib", keeping: present.map(\.memory), &broken) { () throws(FieldError) in
            guard let gib = try fields.number("gpu_memory_gib") else { return nil }
            return try GPUMemory(gib: gib)
        }
        let sharing = fields.value("gpu_sharing", keeping: present?.sharing, &broken, sharing)
        let lease = fields.value("lease_hours", keeping: present.map(\.lease), &broken) { () throws(FieldError) in
            guard let hours = try fields.number("lease_hours") else { return nil }
            return try LeaseTerm(hours: hours)
        }
        guard let count, let memory, let sharing, let lease else { return nil }
        return broken.collect { () throws(FieldError) in
            let request = GPURequest(count: count, memory: memory, sharing: sharing, lease: lease)
            try request.requireMemoryToShare(field: "gpu_memory_gib")
            return request
        }
    }

    private func sharing() throws(FieldError) -> GPUSharing {
        guard let text = try fields.text("gpu_sharing", "gpu_sharing") else { return .exclusive }
        return try GPUSharing(text, field: "gpu_sharing")
    }
}
