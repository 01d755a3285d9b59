/// The one rule that two keys keep together.
enum PortRange {
    private static let all = ConfigurationKeys.all.containers

    static let keys: Set<String> = [all.firstPort.name, all.lastPort.name]

    static func problem(_ values: CheckedValues) -> String? {
        let (first, last) = (values[\.containers.firstPort], values[\.containers.lastPort])
        return first <= last
            ? nil : "\(all.firstPort.name) must not be above \(all.lastPort.name), but \(first) > \(last)"
    }
}
