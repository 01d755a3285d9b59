/// Why an app cannot set a variable of this name, in any case.
enum ReservedVariable: CaseIterable {
    /// Every container gets a value of the control center's own.
    case setByUs
    /// NVIDIA's hook gives a container the devices and driver parts that its environment asks for.
    case decidesOnGPUs
    /// NVIDIA's hook runs on the host with the container's environment (CVE-2025-23266).
    case loadsLibraries
    /// Docker and Compose read these, and Compose is started for the app.
    case steersDocker
    /// Python, and each shell script, would run other code during the installation.
    case changesInstallation

    init?(_ name: String) {
        let folded = name.uppercased()
        let match = Self.allCases.first { reason in
            reason.names.contains(folded) || reason.prefixes.contains(where: folded.hasPrefix)
        }
        guard let match else { return nil }
        self = match
    }

    func sentence(on name: String) -> String {
        switch self {
        case .setByUs: "The control center sets \(name) itself. Choose another name."
        case .decidesOnGPUs:
            "The control center sets \(name) itself, because it decides which GPUs the container gets."
        case .loadsLibraries:
            "NVIDIA's tools would use \(name) too, on the machine itself. Set it in the start command."
        case .steersDocker: "Docker would use \(name) too. If the app needs it, set it in the start command."
        case .changesInstallation: "The installation would use \(name) too. Set it in the start command."
        }
    }

    private var names: Set<String> {
        switch self {
        case .setByUs: ["PATH", "HOME", "VIRTUAL_ENV"]
        case .decidesOnGPUs:
            [
                "NVIDIA_VISIBLE_DEVICES", "NVIDIA_DRIVER_CAPABILITIES", "NVIDIA_DISABLE_REQUIRE",
                "NVIDIA_IMEX_CHANNELS", "NVIDIA_GDS", "NVIDIA_GDRCOPY", "NVIDIA_MOFED", "NVIDIA_NVSWITCH",
            ]
        case .loadsLibraries: []
        case .steersDocker:
            [
                "DOCKER_HOST", "DOCKER_CONTEXT", "DOCKER_CONFIG", "DOCKER_CERT_PATH", "DOCKER_TLS", "DOCKER_TLS_VERIFY",
                "DOCKER_API_VERSION", "DOCKER_CUSTOM_HEADERS", "DOCKER_DEFAULT_PLATFORM",
            ]
        case .changesInstallation: ["BASH_ENV", "PYTHONHOME"]
        }
    }

    private var prefixes: [String] {
        switch self {
        case .setByUs: ["DCC_"]
        case .decidesOnGPUs: ["NVIDIA_REQUIRE_", "NVIDIA_MIG_", "NVIDIA_CTK_", "DOCKER_RESOURCE_"]
        case .loadsLibraries: ["LD_"]
        case .steersDocker: ["COMPOSE_"]
        case .changesInstallation: []
        }
    }
}
