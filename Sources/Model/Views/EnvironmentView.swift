/// An environment variable as served by the API; secrets without their value.
struct EnvironmentView: Encodable {
    let variable: EnvironmentVariable

    enum CodingKeys: String, CodingKey { case name, value, secret }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(variable.name.rawValue, forKey: .name)
        if case .plain(let value) = variable.value {
            try container.encode(value, forKey: .value)
        } else {
            try container.encodeNil(forKey: .value)
        }
        try container.encode(variable.secret != nil, forKey: .secret)
    }
}
