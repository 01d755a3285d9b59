import Crypto
import FoundationEssentials
import Model
import Ports

/// What was installed, to tell whether it must be installed again.
struct InstallRecord: Codable, Equatable {
    let requirements: String
    let constraints: String
    let includesUVLock: Bool
    let skippedPackages: [String]
    let python: String?
    let installer: Installer
    /// ID of the image, and so its Python.
    let image: String
    /// nil if nothing was installed from the checkout itself.
    let commit: String?
    /// Name of the set of shared packages; nil for none.
    var packageSet: String?
    /// Bytes of the set, which never changes, however many apps share it.
    var packageBytes: Int64 = 0
    /// Names the lock of what was installed, which the install container keeps; nil if nothing was, or for an install from
    /// before there were locks.
    var lock: String?
    /// ``EnvironmentMark`` of the environment as it was installed; nil if unknown.
    var environment: String?

    init(_ stack: Stack, image: String) {
        requirements = stack.dependencies.requirements
        constraints = stack.dependencies.constraints
        includesUVLock = stack.dependencies.includesUVLock
        skippedPackages = stack.dependencies.skippedPackages
        python = stack.dependencies.python?.specifiers
        installer = stack.dependencies.installer
        commit = stack.dependencies.followsCommit ? stack.commit?.rawValue : nil
        lock = stack.packages
        self.image = image
    }

    /// True if an install of `wanted` would give the same.
    func covers(_ wanted: InstallRecord) -> Bool {
        wanted.asked == asked && (wanted.lock == nil || wanted.lock == lock)
    }

    /// Identifies what the versions are found for.
    var inputs: String { SHA256.hash(data: JSONText.data(asked)).hexadecimal }

    /// Without what an install adds.
    private var asked: InstallRecord {
        var asked = self
        (asked.packageSet, asked.packageBytes, asked.lock, asked.environment) = (nil, 0, nil, nil)
        return asked
    }
}

/// What the containers' scripts are told, as `order.json`.
struct InstallOrder: Encodable {
    let uvLock: Bool
    /// Names of packages that are left out of it.
    let skipped: [String]
    let python: Python?
    let prereleases: Bool
    let installer: Installer
    let isEmpty: Bool
    /// Hosts whose wheels may be shared.
    let hosts: [String]
    /// Index under which uv caches wheels.
    let index: String
    /// What the versions are found for, and the name of the lock to install if it was made for the same.
    let inputs: String
    let lock: String?

    struct Python: Encodable {
        /// PEP 440; one of these.
        let specifiers: [String]
        let source: String
        let isStrict: Bool

        init(_ requirement: PythonRequirement) {
            specifiers = requirement.specifiers.split(separator: "||").map { $0.filter { $0 != " " } }
            source = requirement.source
            isStrict = requirement.isStrict
        }

        enum CodingKeys: String, CodingKey {
            case specifiers, source
            case isStrict = "is_strict"
        }
    }

    /// Where public indexes keep their wheels.
    private static let publicHosts = [
        "files.pythonhosted.org", "download.pytorch.org", "download-r2.pytorch.org", "pypi.nvidia.com",
    ]

    init(_ dependencies: DependencyInputs, _ record: InstallRecord, index: String?) {
        uvLock = dependencies.includesUVLock
        skipped = dependencies.skippedPackages
        python = dependencies.python.map(Python.init)
        prereleases = dependencies.allowsPrereleases
        installer = dependencies.installer
        isEmpty = dependencies.isEmpty
        hosts = Self.publicHosts + [index.flatMap(Self.host)].compactMap(\.self)
        self.index = index ?? "https://pypi.org/simple"
        (inputs, lock) = (record.inputs, record.lock)
    }

    /// `host` or `host:port` of an address.
    private static func host(of address: String) -> String? {
        let parts = address.split(separator: "/", omittingEmptySubsequences: false)
        return parts.count > 2 ? parts[2].split(separator: "@").last.map(String.init) : nil
    }

    enum CodingKeys: String, CodingKey {
        case installer, hosts, index, inputs, lock, python, prereleases, skipped
        case uvLock = "uv_lock"
        case isEmpty = "is_empty"
    }
}
