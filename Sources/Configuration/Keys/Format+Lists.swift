extension Format {
    /// In the file an array, in a variable separated by commas.
    /// - Parameter elements: the rule in the plural: `IPv4 networks such as 10.0.0.0/8`.
    static func list<Element: Sendable>(of elements: String, _ element: Format<Element>) -> Self
    where Value == [Element] {
        .init(
            rule: "a list of \(elements)",
            read: { given throws(Misfit) in
                guard let given = given.elements else { throw Misfit(given) }
                var values: [Element] = []
                for (index, given) in given.enumerated() {
                    do {
                        values.append(try element.read(given))
                    } catch {
                        throw Misfit("its element \(index + 1) is \(given)")
                    }
                }
                return values
            },
            show: { values in values.isEmpty ? nothing : values.map(element.show).joined(separator: ", ") })
    }
}
