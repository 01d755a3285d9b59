/// Rules in chains of our own, in one table of the host's firewall, and the jumps that lead there: as
/// `iptables --list-rules` prints them and `iptables-restore` reads them.
struct FirewallRules: Equatable {
    enum Program: String { case iptables, ip6tables }

    struct Chain: Equatable {
        let name: String
        /// The chain that packets come from.
        let origin: String
        /// Which packets come, as a match.
        let match: String
        let rules: [String]

        var jump: String { "\(origin) \(match) -j \(name)" }
        var lines: [String] { rules.map { "-A \(name) \($0)" } }
    }

    let program: Program
    let table: String
    let chains: [Chain]

    var listing: FirewallCommand {
        FirewallCommand(program: program.rawValue, arguments: ["-w", "10", "-t", table, "-S"], input: "")
    }

    /// Whether the rules are all there, and nobody's are before them but those of other installations.
    func stand(in listing: String) -> Bool {
        let lines = listing.split(separator: "\n").map(String.init)
        return chains.allSatisfy { chain in
            let before = lines.filter { $0.hasPrefix("-A \(chain.origin) ") }.prefix { $0 != "-A \(chain.jump)" }
            return lines.filter { $0 == "-A \(chain.jump)" }.count == 1
                && before.allSatisfy { line in
                    ["-i", "-o"].contains { line.hasPrefix("-A \(chain.origin) \($0) \(BridgeNames.common)") }
                }
                && lines.filter { $0.hasPrefix("-A \(chain.name) ") } == chain.lines
        }
    }

    /// Puts the rules up anew, in one step that leaves no moment without them.
    func repair(of listing: String) -> FirewallCommand {
        let present = listing.split(separator: "\n").map(String.init)
        var lines = ["*\(table)"]
        lines += chains.map { ":\($0.name) - [0:0]" }
        lines += chains.flatMap(\.lines)
        for chain in chains {
            lines += present.filter { $0 == "-A \(chain.jump)" }.map { _ in "-D \(chain.jump)" }
            lines.append("-I \(chain.origin) 1 \(chain.match) -j \(chain.name)")
        }
        lines.append("COMMIT")
        return FirewallCommand(
            program: "\(program.rawValue)-restore", arguments: ["-w", "10", "--noflush"],
            input: lines.joined(separator: "\n") + "\n")
    }
}

/// A call of one of the host's firewall programs, as a value.
struct FirewallCommand: Equatable {
    let program: String
    let arguments: [String]
    let input: String
}
