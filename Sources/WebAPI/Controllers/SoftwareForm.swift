import Model

/// The fields of a request that say what an app's container holds: image, packages and models.
struct SoftwareForm {
    private let fields: FormFields
    private let present: AppSettings?

    /// - Parameter present: values of absent fields; nil for a new app.
    init(_ fields: FormFields, keeping present: AppSettings?) {
        self.fields = fields
        self.present = present
    }

    /// - Returns: the change to the settings, or nil when a field is invalid; its errors are added to `broken`.
    func read(_ broken: inout BrokenRules) -> ((inout AppSettings) -> Void)? {
        let installer = fields.value("installer", keeping: present?.installer, &broken) { () throws(FieldError) in
            guard let text = try fields.text("installer", "installer") else { return Installer.uv }
            return try Installer(text)
        }
        let image = fields.value("image", keeping: present.map(\.image), &broken) { () throws(FieldError) in
            guard let text = try fields.text("image", "image"), !text.isEmpty else { return nil as ImageReference? }
            return try ImageReference(text)
        }
        let packages = fields.value("system_packages", keeping: present?.systemPackages, &broken) {
            () throws(FieldError) in
            try fields.distinct("system_packages", atMost: SystemPackageName.maximumCount, SystemPackageName.init)
        }
        let extra = fields.value("extra_requirements", keeping: present?.extraRequirements, &broken) {
            () throws(FieldError) in
            try fields.distinct("extra_requirements", atMost: RequirementLine.maximumExtra, RequirementLine.init)
        }
        let skipped = fields.value("skip_requirements", keeping: present?.skippedRequirements, &broken) {
            () throws(FieldError) in
            try fields.distinct("skip_requirements", atMost: RequirementLine.maximumSkipped, RequirementLine.init)
        }
        let models = fields.value("models", keeping: present?.models, &broken) { () throws(FieldError) in
            try fields.distinct("models", atMost: ModelFolderName.maximumCount, ModelFolderName.init)
        }
        guard let installer, let image, let packages, let extra, let skipped, let models else { return nil }
        return { settings in
            settings.installer = installer
            settings.image = image
            settings.systemPackages = packages
            settings.extraRequirements = extra
            settings.skippedRequirements = skipped
            settings.models = models
        }
    }
}
