/// `{"kind", "label", …}`, as served by the API and as stored.
extension FailureAction: Codable {
    private enum Kind: String, Codable {
        case changePort = "change_port"
        case addSystemPackages = "add_system_packages"
        case addRequirements = "add_requirements"
        case skipRequirements = "skip_requirements"
        case useInstaller = "use_installer"
        case setMemory = "set_memory"
        case setVariable = "set_variable"
        case addSecret = "add_secret"
        case changeStartCommand = "change_start_command"
        case buildDockerfile = "build_dockerfile"
        case redeploy
    }

    private enum CodingKeys: String, CodingKey {
        case kind, label, port, packages, requirements, instead, installer, name, value
        case startCommand = "start_command"
        case memory = "memory_gib"
    }

    package init(from decoder: any Decoder) throws {
        let json = try decoder.container(keyedBy: CodingKeys.self)
        self =
            switch try json.decode(Kind.self, forKey: .kind) {
            case .changePort: .changePort(try json.decode(UInt16.self, forKey: .port))
            case .addSystemPackages:
                .addSystemPackages(
                    try json.decode([String].self, forKey: .packages),
                    startCommand: try json.decodeIfPresent(String.self, forKey: .startCommand))
            case .addRequirements: .addRequirements(try json.decode([String].self, forKey: .requirements))
            case .skipRequirements:
                .skipRequirements(
                    try json.decode([String].self, forKey: .requirements),
                    instead: try json.decode([String].self, forKey: .instead))
            case .useInstaller: .useInstaller(try json.decode(String.self, forKey: .installer))
            case .setMemory: .setMemory(gib: try json.decode(Int.self, forKey: .memory))
            case .setVariable:
                .setVariable(
                    name: try json.decode(String.self, forKey: .name),
                    value: try json.decode(String.self, forKey: .value))
            case .addSecret: .addSecret(name: try json.decode(String.self, forKey: .name))
            case .changeStartCommand: .changeStartCommand(try json.decode(String.self, forKey: .startCommand))
            case .buildDockerfile: .buildDockerfile
            case .redeploy: .redeploy
            }
    }

    package func encode(to encoder: any Encoder) throws {
        var json = encoder.container(keyedBy: CodingKeys.self)
        try json.encode(label, forKey: .label)
        switch self {
        case .changePort(let port):
            try json.encode(Kind.changePort, forKey: .kind)
            try json.encode(port, forKey: .port)
        case .addSystemPackages(let packages, let startCommand):
            try json.encode(Kind.addSystemPackages, forKey: .kind)
            try json.encode(packages, forKey: .packages)
            try json.encode(startCommand, forKey: .startCommand)
        case .addRequirements(let lines):
            try json.encode(Kind.addRequirements, forKey: .kind)
            try json.encode(lines, forKey: .requirements)
        case .skipRequirements(let lines, let instead):
            try json.encode(Kind.skipRequirements, forKey: .kind)
            try json.encode(lines, forKey: .requirements)
            try json.encode(instead, forKey: .instead)
        case .useInstaller(let installer):
            try json.encode(Kind.useInstaller, forKey: .kind)
            try json.encode(installer, forKey: .installer)
        case .setMemory(let gib):
            try json.encode(Kind.setMemory, forKey: .kind)
            try json.encode(gib, forKey: .memory)
        case .setVariable(let name, let value):
            try json.encode(Kind.setVariable, forKey: .kind)
            try json.encode(name, forKey: .name)
            try json.encode(value, forKey: .value)
        case .addSecret(let name):
            try json.encode(Kind.addSecret, forKey: .kind)
            try json.encode(name, forKey: .name)
        case .changeStartCommand(let command):
            try json.encode(Kind.changeStartCommand, forKey: .kind)
            try json.encode(command, forKey: .startCommand)
        case .buildDockerfile: try json.encode(Kind.buildDockerfile, forKey: .kind)
        case .redeploy: try json.encode(Kind.redeploy, forKey: .kind)
        }
    }
}
