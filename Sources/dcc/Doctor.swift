import ArgumentParser
import ControlCenter
import DockerHost
import FoundationEssentials
import SQLiteStore

/// Looks at what the service stands on, and says how to mend what is wrong.
struct Doctor: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Check the engine, the key of the secrets and the audit log.",
        discussion: "Ends with status 1 when something is wrong. Can run beside the service.")

    @Option(help: "The configuration file, JSON.")
    var config = "/etc/dcc/dcc.json"

    func run() async throws {
        let configuration: ServiceConfiguration
        do {
            configuration = try await ServiceConfiguration.read(file: config)
        } catch {
            throw ValidationError("\(error)")
        }
        let findings = [engine(configuration), key(configuration), auditLog(configuration)]
        for finding in findings { print(finding.line) }
        if findings.contains(where: { !$0.isGood }) { throw ExitCode.failure }
    }

    private func engine(_ configuration: ServiceConfiguration) -> Finding {
        do {
            return .good("Docker Engine", try DockerHost.engineVersion(socket: configuration.docker.socket))
        } catch {
            return .bad("Docker Engine", error.reason, mend: "start it, or correct docker.socket")
        }
    }

    private func key(_ configuration: ServiceConfiguration) -> Finding {
        let file = configuration.state + "/secrets.key"
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: file) else {
            return .bad("key of the secrets", "\(file) is not there", mend: "put your copy of it back")
        }
        let folder = try? FileManager.default.attributesOfItem(atPath: configuration.state)
        guard folder?[.posixPermissions] as? Int == 0o700 else {
            return .bad("key of the secrets", "others may look into \(configuration.state)", mend: "chmod 700 it")
        }
        guard attributes[.posixPermissions] as? Int == 0o600 else {
            return .bad("key of the secrets", "others may read \(file)", mend: "chmod 600 it and replace the secrets")
        }
        return .good("key of the secrets", file)
    }

    private func auditLog(_ configuration: ServiceConfiguration) -> Finding {
        let file = configuration.state + "/secrets.key"
        // Asked for, a key that is not there would be made.
        guard FileManager.default.fileExists(atPath: file) else {
            return .bad("audit log", "it cannot be checked without \(file)", mend: "put your copy of the key back")
        }
        do {
            switch try AuditFile.verify(configuration.state + "/dcc.db", try SecretBox(keyFile: file)) {
            case .intact(let lines, let lastHash):
                return .good("audit log", "\(lines) lines, the last one's hash is \(lastHash)")
            case .broken(let sequence):
                return .bad(
                    "audit log", "line \(sequence) does not follow from the one before",
                    mend: "compare with a backup: lines were changed or taken out around it")
            }
        } catch {
            return .bad("audit log", "\(error)", mend: "look at paths.state and the rights on it")
        }
    }
}

/// One line of the doctor's answer.
private struct Finding {
    let isGood: Bool
    let line: String

    static func good(_ what: String, _ state: String) -> Finding {
        Finding(isGood: true, line: "ok    \(what): \(state)")
    }

    static func bad(_ what: String, _ trouble: String, mend: String) -> Finding {
        Finding(isGood: false, line: "BAD   \(what): \(trouble). To mend it, \(mend).")
    }
}
