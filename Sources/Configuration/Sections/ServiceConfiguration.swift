package import ControlCenter
import FoundationEssentials
import Glibc
import Model

/// The operator's configuration: `/etc/dcc/dcc.json`, overridden by environment variables (`DCC_PAGE_ORIGIN` for
/// `page.origin`).
package struct ServiceConfiguration: Sendable {
    package let page: PageConfiguration
    package let paths: PathsConfiguration
    package let repositories: RepositoriesConfiguration
    package let provisioning: ProvisioningConfiguration
    package let containers: ContainersConfiguration
    package let offers: OffersConfiguration
    package let maintenance: MaintenanceConfiguration
    package let retention: RetentionConfiguration
    package let backups: BackupConfiguration
    /// The file it was read from.
    package let file: String
    package let values: CheckedValues

    package var allowedSettings: AllowedSettings {
        AllowedSettings(
            hosts: repositories.hosts, images: offers.images, models: offers.models, builders: offers.builders)
    }

    package static func read(file: String) throws(InvalidConfiguration) -> ServiceConfiguration {
        var text: [UInt8]?
        do {
            text = Array(try Data(contentsOf: URL(filePath: file)))
        } catch let error as CocoaError where error.code == .fileReadNoSuchFile {
            text = nil
        } catch {
            throw InvalidConfiguration([.init(file, "it cannot be read: \(reason(error))")])
        }
        return ServiceConfiguration(
            try CheckedValues(text: text, file: file, variables: ProcessInfo.processInfo.environment), file: file)
    }

    private static func reason(_ error: any Error) -> String {
        guard let system = (error as? CocoaError)?.underlying as? POSIXError else { return "\(error)" }
        return String(cString: strerror(system.code.rawValue))
    }

    init(_ values: CheckedValues, file: String) {
        self.file = file
        self.values = values
        page = PageConfiguration(values)
        paths = PathsConfiguration(values)
        repositories = RepositoriesConfiguration(values)
        containers = ContainersConfiguration(values, paths: paths)
        provisioning = ProvisioningConfiguration(values, paths: paths)
        offers = OffersConfiguration(values)
        maintenance = MaintenanceConfiguration(values)
        retention = RetentionConfiguration(values)
        backups = BackupConfiguration(values, paths: paths, file: file)
    }
}
