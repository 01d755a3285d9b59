/// Every key of the configuration, with its type, range, default and meaning. The check of the file and the variables, the
/// README's table, dcc.json(5) and what `dcc doctor` prints are made of it.
package struct ConfigurationKeys: Sendable {
    package let page = PageKeys()
    package let paths = PathsKeys()
    package let offers = OffersKeys()
    package let quotas = QuotaKeys()
    package let containers = ContainersKeys()
    package let maintenance = MaintenanceKeys()
    package let retention = RetentionKeys()
    package let backup = BackupKeys()
    package let provisioning = ProvisioningKeys()

    static let all = ConfigurationKeys()

    /// In the order of declaration; a property that is a key cannot be forgotten here.
    static let table: [any AnyKey] = Mirror(reflecting: all).children.flatMap { section in
        Mirror(reflecting: section.value).children.compactMap { $0.value as? any AnyKey }
    }
}
