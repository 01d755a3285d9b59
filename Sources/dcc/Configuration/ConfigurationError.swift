import Configuration

struct ConfigurationError: Error, CustomStringConvertible {
    let key: String
    let rule: String
    var description: String { "configuration: \(key): \(rule)" }
}

extension ConfigReader {
    func text(_ key: ConfigKey, _ fallback: String) -> String { string(forKey: key, default: fallback) }

    func required(_ key: ConfigKey) throws(ConfigurationError) -> String {
        guard let value = string(forKey: key), !value.isEmpty else {
            throw ConfigurationError(key: "\(key)", rule: "it must be set")
        }
        return value
    }

    /// - Parameter rule: the error's text for a number outside `range`.
    func number(
        _ key: ConfigKey, _ fallback: Int, in range: ClosedRange<Int>, rule: String
    ) throws(ConfigurationError) -> Int {
        let number = int(forKey: key, default: fallback)
        guard range.contains(number) else { throw ConfigurationError(key: "\(key)", rule: rule) }
        return number
    }
}
