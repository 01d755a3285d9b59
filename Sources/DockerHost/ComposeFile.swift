/// Typed model of a Compose file, written as JSON (a subset of YAML). No templating.
///
/// Field names and shapes follow the Compose Specification.
struct ComposeFile: Encodable, Equatable {
    let name: String
    let services: [String: Service]
    let networks: [String: Network]

    struct Service: Encodable, Equatable {
        let image: String
        let user: String
        let entrypoint: [Literal]
        let command: [Literal]
        /// nil for the image's own.
        var workingDir: String?
        let environment: [String: EnvironmentValue]
        var labels: [String: Literal]
        let volumes: [Mount]
        var tmpfs: [String] = []
        var ports: [Port] = []
        /// Lines of `/etc/hosts` as `name:address`.
        var extraHosts: [Literal] = []
        var healthcheck: Healthcheck?
        var deploy: Deploy?
        var readOnly = false
        let capDrop = ["ALL"]
        let securityOpt = ["no-new-privileges:true"]
        let pidsLimit: Int
        let memLimit: String
        let cpus: Double
        var shmSize: String?
        let `init` = true
        let restart = "no"
        let stopGracePeriod: String
        let logging: Logging

        enum CodingKeys: String, CodingKey {
            case image, user, entrypoint, command, environment, labels, volumes, tmpfs, ports, healthcheck, deploy, cpus
            case `init`, restart, logging
            case workingDir = "working_dir"
            case extraHosts = "extra_hosts"
            case readOnly = "read_only"
            case capDrop = "cap_drop"
            case securityOpt = "security_opt"
            case pidsLimit = "pids_limit"
            case memLimit = "mem_limit"
            case shmSize = "shm_size"
            case stopGracePeriod = "stop_grace_period"
        }
    }

    /// Text that Compose must not interpolate: `$` is written as `$$`, which Compose reads as one dollar sign.
    struct Literal: Encodable, Equatable, ExpressibleByStringLiteral {
        let text: String

        init(_ text: String) { self.text = text }
        init(stringLiteral text: String) { self.text = text }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            try container.encode(text.replacing("$", with: "$$"))
        }
    }

    /// Value of an environment variable: a literal, or a reference that Compose resolves from its own environment, so
    /// that it never reaches the disk.
    enum EnvironmentValue: Encodable, Equatable, ExpressibleByStringLiteral {
        case literal(Literal)
        case fromCompose(String)

        init(stringLiteral text: String) { self = .literal(Literal(text)) }

        func encode(to encoder: any Encoder) throws {
            switch self {
            case .literal(let literal): try literal.encode(to: encoder)
            case .fromCompose(let name):
                var container = encoder.singleValueContainer()
                try container.encode("${\(name)}")
            }
        }
    }

    struct Mount: Encodable, Equatable {
        let type = "bind"
        let source: Literal
        let target: String
        var readOnly = false
        let bind = ["create_host_path": false]

        enum CodingKeys: String, CodingKey {
            case type, source, target, bind
            case readOnly = "read_only"
        }
    }

    struct Port: Encodable, Equatable {
        let hostIP = "127.0.0.1"
        let published: String
        let target: UInt16
        let `protocol` = "tcp"

        enum CodingKeys: String, CodingKey {
            case published, target, `protocol`
            case hostIP = "host_ip"
        }
    }

    enum Healthcheck: Encodable, Equatable {
        /// None, whatever the image says.
        case disabled
        case probe(Probe)

        func encode(to encoder: any Encoder) throws {
            switch self {
            case .disabled: try ["disable": true].encode(to: encoder)
            case .probe(let probe): try probe.encode(to: encoder)
            }
        }
    }

    struct Probe: Encodable, Equatable {
        let test: [Literal]
        let interval: String
        let timeout: String
        let retries: Int
        let startPeriod: String
        let startInterval: String

        enum CodingKeys: String, CodingKey {
            case test, interval, timeout, retries
            case startPeriod = "start_period"
            case startInterval = "start_interval"
        }
    }

    struct Deploy: Encodable, Equatable {
        let resources: Resources

        struct Resources: Encodable, Equatable {
            let reservations: Reservations
        }

        struct Reservations: Encodable, Equatable {
            let devices: [Device]
        }

        /// Selected by ID: `count: 1` always means the first GPU (docker/compose issue 11863).
        struct Device: Encodable, Equatable {
            let driver = "nvidia"
            let deviceIDs: [String]
            let capabilities = ["gpu"]

            enum CodingKeys: String, CodingKey {
                case driver, capabilities
                case deviceIDs = "device_ids"
            }
        }
    }

    struct Logging: Encodable, Equatable {
        let driver = "local"
        let options = ["max-size": "10m", "max-file": "3"]
    }

    struct Network: Encodable, Equatable {
        let labels: [String: Literal]
        let bridge: Literal
        /// nil for a network that has addresses of Docker's own pools.
        let subnet: String?

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(labels, forKey: .labels)
            try container.encode([Label.bridge: bridge], forKey: .driverOpts)
            if let subnet { try container.encode(["config": [["subnet": subnet]]], forKey: .ipam) }
        }

        enum CodingKeys: String, CodingKey {
            case labels, ipam
            case driverOpts = "driver_opts"
        }
    }
}
