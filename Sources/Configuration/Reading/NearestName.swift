/// Finds the name that somebody probably meant.
enum NearestName {
    /// - Parameter separator: between the parts of a name; a name with the same last part is near too.
    /// - Returns: nil if no name is near.
    static func of(_ name: String, in names: [String], separator: Character) -> String? {
        let wanted = name.lowercased()
        let nearest = names.map { ($0, distance(wanted, $0.lowercased())) }.min { $0.1 < $1.1 }
        if let (found, distance) = nearest, distance <= max(2, name.count / 5) { return found }
        let last = wanted.split(separator: separator).last
        let sameEnd = names.filter { $0.lowercased().split(separator: separator).last == last }
        return sameEnd.count == 1 ? sameEnd[0] : nil
    }

    /// Levenshtein's: how many characters to insert, remove or replace.
    static func distance(_ first: String, _ second: String) -> Int {
        let second = Array(second)
        var row = Array(0...second.count)
        for (line, character) in first.enumerated() {
            var diagonal = row[0]
            row[0] = line + 1
            for column in second.indices {
                let replaced = diagonal + (character == second[column] ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(replaced, row[column] + 1, diagonal + 1)
            }
        }
        return row[second.count]
    }
}
