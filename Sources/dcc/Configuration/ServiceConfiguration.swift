import ControlCenter
import Model
import Configuration
import SystemPackage

/// The operator's configuration: `/etc/dcc/dcc.json`, overridden by environment variables (`DCC_PAGE_ORIGIN` for
/// `page.origin`).
struct ServiceConfiguration: Sendable {
    let page: PageConfiguration
    let paths: PathsConfiguration
    let repositories: RepositoriesConfiguration
    let provisioning: ProvisioningConfiguration
    let containers: ContainersConfiguration
    let offers: OffersConfiguration
    let maintenance: MaintenanceConfiguration
    let backups: BackupConfiguration

    var allowedSettings: AllowedSettings {
        AllowedSettings(
            hosts: repositories.hosts, images: offers.images, models: offers.models, builders: offers.builders)
    }

    /// - Throws: ``ConfigurationError`` that names the key.
    static func read(file: String) async throws -> ServiceConfiguration {
        let reader = ConfigReader(providers: [
            EnvironmentVariablesProvider().prefixKeys(with: "dcc"),
            try await FileProvider<JSONSnapshot>(filePath: FilePath(file), allowMissing: true),
        ])
        return try ServiceConfiguration(reader, file: file)
    }

    private init(_ reader: ConfigReader, file: String) throws {
        page = try PageConfiguration(reader)
        paths = PathsConfiguration(reader)
        repositories = RepositoriesConfiguration(reader, appsDomain: page.links.domain)
        containers = try ContainersConfiguration(reader, paths: paths)
        provisioning = try ProvisioningConfiguration(reader, paths: paths)
        offers = try OffersConfiguration(reader, file: file, baseImage: containers.baseImage)
        maintenance = try MaintenanceConfiguration(reader)
        backups = try BackupConfiguration(reader, paths: paths, file: file, diskFloor: provisioning.diskFloorGiB)
    }
}
