import Model
import Ports
import ControlCenter

/// An inspection as shown by the API; null for what was not found.
struct InspectionView: Encodable {
    private struct Command: Encodable {
        let command: String
        let why: String
    }

    private struct Port: Encodable {
        let port: UInt16
        let why: String
    }

    private enum CodingKeys: String, CodingKey {
        case commit, branch, branches, ports, frameworks, python, files, dependencies
        case requirementsFiles = "requirements_files"
        case startCommands = "start_commands"
    }

    let inspection: Inspection

    func encode(to encoder: any Encoder) throws {
        let (fetched, guess) = (inspection.fetched, inspection.guess)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(fetched.commit, forKey: .commit)
        try container.encode(fetched.branch, forKey: .branch)
        try container.encode(fetched.branches, forKey: .branches)
        try container.encode(guess.requirementsFiles, forKey: .requirementsFiles)
        try container.encode(
            guess.startCommands.map { Command(command: $0.command.rawValue, why: $0.why) }, forKey: .startCommands)
        try container.encode(guess.ports.map { Port(port: $0.port.rawValue, why: $0.why) }, forKey: .ports)
        try container.encode(guess.frameworks.map(\.rawValue), forKey: .frameworks)
        try container.encode(inspection.dependencies.python?.specifiers, forKey: .python)
        try container.encode(fetched.files, forKey: .files)
        try container.encode(DependenciesView(plan: inspection.dependencies), forKey: .dependencies)
    }
}
