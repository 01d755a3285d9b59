import FoundationEssentials

/// The fields of the Engine's responses that we use (API 1.44 and later).
enum EngineModels {
    /// - Parameter text: for example `2026-11-25T00:54:54.841893484Z`; the fraction is optional.
    static func date(_ text: String?) -> Date? {
        text.flatMap { text in
            (try? Date(text, strategy: .iso8601))
                ?? (try? Date(text, strategy: Date.ISO8601FormatStyle(includingFractionalSeconds: true)))
        }
    }

    /// `GET /version`.
    struct Version: Decodable {
        let components: [Component]?

        struct Component: Decodable {
            let name: String
            let version: String

            enum CodingKeys: String, CodingKey {
                case name = "Name"
                case version = "Version"
            }
        }

        enum CodingKeys: String, CodingKey { case components = "Components" }
    }

    /// `GET /info`.
    struct Information: Decodable {
        /// Where the Engine keeps images and containers.
        let folder: String?

        enum CodingKeys: String, CodingKey { case folder = "DockerRootDir" }
    }

    /// An element of `GET /containers/json`.
    struct ContainerSummary: Decodable {
        let id: String
        /// Each with a leading slash; nil while the container is being removed.
        let names: [String]?
        /// Unix time in seconds.
        let created: Int64
        let state: String
        /// Display text such as `Up 3 seconds (healthy)`, the only place where the list reports health.
        let status: String
        let labels: [String: String]
        let networks: Endpoints?

        enum CodingKeys: String, CodingKey {
            case networks = "NetworkSettings"
            case id = "Id"
            case names = "Names"
            case created = "Created"
            case state = "State"
            case status = "Status"
            case labels = "Labels"
        }

        /// Containers that replace another one and carry its name with a prefix, such as `0123456789ab_dcc-demo-app-1`,
        /// while the other still exists. Compose renames them once the other is removed; an interrupted Compose leaves
        /// both.
        static func replacements(in containers: [ContainerSummary]) -> [ContainerSummary] {
            let names = Set(containers.compactMap { $0.names?.first })
            return containers.filter { container in
                guard let name = container.names?.first, let mark = name.firstIndex(of: "_") else { return false }
                return names.contains("/" + name[name.index(after: mark)...])
            }
        }
    }

    /// `GET /containers/{id}/json`.
    struct Container: Decodable {
        let state: State
        let networks: Endpoints?

        struct State: Decodable {
            let status: String
            /// Of the container's first process, on the host; 0 if it does not run.
            let process: Int?
            let exitCode: Int
            let outOfMemory: Bool
            let health: Health?

            enum CodingKeys: String, CodingKey {
                case status = "Status"
                case process = "Pid"
                case exitCode = "ExitCode"
                case outOfMemory = "OOMKilled"
                case health = "Health"
            }
        }

        struct Health: Decodable {
            let status: String
            let log: [Check]?

            enum CodingKeys: String, CodingKey {
                case status = "Status"
                case log = "Log"
            }
        }

        struct Check: Decodable {
            let output: String

            enum CodingKeys: String, CodingKey { case output = "Output" }
        }

        enum CodingKeys: String, CodingKey {
            case state = "State"
            case networks = "NetworkSettings"
        }
    }

    /// `NetworkSettings` of a container.
    struct Endpoints: Decodable {
        let networks: [String: Endpoint]?

        /// The first IPv4 address; nil while the container is in no network.
        var address: String? { networks?.values.compactMap(\.address).first { !$0.isEmpty } }

        struct Endpoint: Decodable {
            let address: String?

            enum CodingKeys: String, CodingKey { case address = "IPAddress" }
        }

        enum CodingKeys: String, CodingKey { case networks = "Networks" }
    }

    /// `GET /images/{name}/json`.
    struct Image: Decodable {
        let id: String
        /// For example `2026-11-25T00:54:54.841893484Z`.
        let created: String?
        let config: Config?

        struct Config: Decodable {
            /// For example `PATH=/bin`.
            let environment: [String]?
            let user: String?
            let entrypoint: [String]?
            let command: [String]?
            var folder: String?
            /// By path; the values are empty.
            var volumes: [String: Empty]?
            var labels: [String: String]?

            struct Empty: Decodable {}

            /// Names and values of ``environment``; the last of several counts.
            var variables: [String: String] {
                let pairs = (environment ?? []).map { line in
                    (String(line.prefix { $0 != "=" }), String(line.drop { $0 != "=" }.dropFirst()))
                }
                return Dictionary(pairs) { _, last in last }
            }

            enum CodingKeys: String, CodingKey {
                case environment = "Env"
                case user = "User"
                case folder = "WorkingDir"
                case volumes = "Volumes"
                case labels = "Labels"
                case entrypoint = "Entrypoint"
                case command = "Cmd"
            }
        }

        enum CodingKeys: String, CodingKey {
            case id = "Id"
            case created = "Created"
            case config = "Config"
        }
    }

    /// An element of `GET /networks`.
    struct Network: Decodable {
        let id: String
        let name: String
        /// For example `2026-11-25T00:54:54.841893484Z`.
        let created: String?
        let options: [String: String]?
        let labels: [String: String]?
        let addresses: Addresses?

        /// Both families.
        var subnets: [String] { (addresses?.pools ?? []).compactMap(\.subnet) }

        struct Addresses: Decodable {
            let pools: [Pool]?

            struct Pool: Decodable {
                let subnet: String?

                enum CodingKeys: String, CodingKey { case subnet = "Subnet" }
            }

            enum CodingKeys: String, CodingKey { case pools = "Config" }
        }

        enum CodingKeys: String, CodingKey {
            case id = "Id"
            case name = "Name"
            case created = "Created"
            case options = "Options"
            case labels = "Labels"
            case addresses = "IPAM"
        }
    }

    /// Body of every error response.
    struct Message: Decodable {
        let message: String
    }

    /// One line of `GET /events`.
    struct Event: Decodable {
        let actor: Actor

        struct Actor: Decodable {
            let attributes: [String: String]

            enum CodingKeys: String, CodingKey { case attributes = "Attributes" }
        }

        enum CodingKeys: String, CodingKey { case actor = "Actor" }
    }
}
