import ControlCenter

/// What a request asks of the GPUs, for a new app or as changes to what one asks for.
struct GPUForm {
    private let fields: FormFields
    private let present: GPURequest?

    /// - Parameter present: what absent fields keep; nil for a new app.
    init(_ fields: FormFields, keeping present: GPURequest?) {
        self.fields = fields
        self.present = present
    }

    /// - Returns: nil when a rule is broken, which is then among the broken ones.
    func read(_ broken: inout BrokenRules) -> GPURequest? {
        let count = field("gpus", present?.count, &broken) { () throws(FieldError) in
            try GPUCount(try fields.number("gpus") ?? 0)
        }
        let memory = field("gpu_memory_gib", present.map(\.memory), &broken) { () throws(FieldError) in
            guard let gib = try fields.number("gpu_memory_gib") else { return nil }
            return try GPUMemory(gib: gib)
        }
        let sharing = field("gpu_sharing", present?.sharing, &broken, sharing)
        let lease = field("lease_hours", present.map(\.lease), &broken) { () throws(FieldError) in
            guard let hours = try fields.number("lease_hours") else { return nil }
            return try LeaseTerm(hours: hours)
        }
        guard let count, let memory, let sharing, let lease else { return nil }
        if sharing == .shared, count != .none, memory == nil {
            broken.add(
                FieldError(
                    field: "gpu_memory_gib", code: "gpu_memory_required",
                    message: "Say how much GPU memory the app needs: a shared card is promised only up to what it has.")
            )
            return nil
        }
        return GPURequest(count: count, memory: memory, sharing: sharing, lease: lease)
    }

    private func sharing() throws(FieldError) -> GPUSharing {
        guard let text = try fields.text("gpu_sharing", "gpu_sharing") else { return .exclusive }
        guard let sharing = GPUSharing(rawValue: text) else {
            throw FieldError(
                field: "gpu_sharing", code: "gpu_sharing_unknown", message: "Choose “exclusive” or “shared”.")
        }
        return sharing
    }

    private func field<Value>(
        _ name: String, _ kept: Value?, _ broken: inout BrokenRules, _ read: () throws(FieldError) -> Value
    ) -> Value? {
        if let kept, !fields.has(name) { return kept }
        return broken.collect(read)
    }
}
