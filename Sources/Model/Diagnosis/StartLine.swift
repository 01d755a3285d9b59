/// A start command that begins with steps that need root: `apt-get install -y ffmpeg && python app.py`,
/// `sudo python app.py`.
package struct StartLine: Equatable, Sendable {
    /// Debian packages that it installs.
    package let packages: [String]
    /// What is left without `apt-get` and `sudo`; nil if nothing is.
    package let rest: String?
    package let hadSudo: Bool

    /// - Returns: nil if there is neither, or if a step does more than install packages by name.
    package init?(_ command: String) {
        var packages: [String] = []
        var rest = ""
        var hadSudo = false
        var hadAPT = false
        for (text, separator) in Self.steps(command) {
            var words = text.split(whereSeparator: \.isWhitespace).map(String.init)
            var isRoot = false
            while words.first == "sudo" || (isRoot && words.first?.hasPrefix("-") == true) {
                words.removeFirst()
                isRoot = true
            }
            hadSudo = hadSudo || isRoot
            guard ["apt-get", "apt"].contains(words.first) else {
                rest += (isRoot ? words.joined(separator: " ") : text) + separator
                continue
            }
            hadAPT = true
            let arguments = words.dropFirst().filter { !$0.hasPrefix("-") }
            switch arguments.first {
            case "update", "upgrade", "clean", "autoclean": continue
            case "install" where arguments.dropFirst().allSatisfy(Self.isPackage):
                packages += arguments.dropFirst().filter { !packages.contains($0) }
            default: return nil
            }
        }
        guard hadAPT || hadSudo else { return nil }
        let left = rest.trimming { $0.isWhitespace || $0 == "&" || $0 == ";" }
        self.packages = packages
        self.rest = left.isEmpty ? nil : String(left)
        self.hadSudo = hadSudo
    }

    /// The steps with the separators behind them.
    private static func steps(_ command: String) -> [(String, String)] {
        var steps: [(String, String)] = []
        var rest = command[...]
        while !rest.isEmpty {
            let places = ["&&", ";"].compactMap { rest.firstRange(of: $0) }
            guard let end = places.min(by: { $0.lowerBound < $1.lowerBound }) else {
                steps.append((String(rest.trimming(\.isWhitespace)), ""))
                break
            }
            steps.append((String(rest[..<end.lowerBound].trimming(\.isWhitespace)), " \(rest[end]) "))
            rest = rest[end.upperBound...]
        }
        return steps
    }

    private static func isPackage(_ name: String) -> Bool {
        (try? SystemPackageName(name, field: "system_packages")) != nil
    }
}
