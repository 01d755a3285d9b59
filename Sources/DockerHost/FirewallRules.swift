/// Our own chains in one table of the host's firewall and the jumps to them, in the syntax that `iptables --list-rules`
/// prints and `iptables-restore` reads.
struct FirewallRules: Equatable {
    enum Program: String { case iptables, ip6tables }

    struct Chain: Equatable {
        let name: String
        /// Chain that jumps to this one.
        let origin: String
        /// Match of the jump.
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

    /// True if all rules are present and only rules of other installations precede our jumps.
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

    /// Replaces the rules atomically, without a moment in which they do not apply.
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

/// One call of an iptables program, as a value.
struct FirewallCommand: Equatable {
    let program: String
    let arguments: [String]
    let input: String
}
