/// Where this machine sends packets, in all of its routing tables.
enum HostRoutes {
    static func read() -> [IPv4Network] { routes(in: KernelFile.text("/proc/net/fib_trie", limit: 16 << 20) ?? "") }

    /// Leaves out default routes, and halves of one, which VPNs use to go before it.
    /// - Parameter text: content of `/proc/net/fib_trie`: below each address, a line for each route to it that begins with
    ///   the length of its prefix.
    static func routes(in text: String) -> [IPv4Network] {
        var address: Substring = ""
        var found: Set<IPv4Network> = []
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ", maxSplits: 2)
            if words.first == "|--", words.count == 2 {
                address = words[1]
            } else if let word = words.first, word.hasPrefix("/"), let network = IPv4Network(address + word),
                network.length > 1
            {
                found.insert(network)
            }
        }
        return Array(found)
    }
}
