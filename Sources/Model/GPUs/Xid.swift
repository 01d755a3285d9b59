/// An error that NVIDIA's driver wrote to the kernel log, such as
/// `NVRM: Xid (PCI:0000:01:00): 79, pid=1234, name=python3, GPU has fallen off the bus.`
package struct Xid: Equatable, Sendable {
    package let code: Int
    package let address: PCIAddress
    /// PID of the process that caused it, in the host's namespace, if known.
    package let pid: Int32?

    /// - Returns: nil for any other line.
    package init?(kernelLine line: some StringProtocol) {
        guard let start = line.firstRange(of: "NVRM: Xid (") else { return nil }
        let parts = line[start.upperBound...].split(separator: ")", maxSplits: 1)
        guard parts.count == 2, let address = PCIAddress(parts[0].split(separator: " ").first ?? ""),
            let code = Int(parts[1].drop { $0 == ":" || $0 == " " }.prefix { $0.isNumber })
        else { return nil }
        self.code = code
        self.address = address
        let pid = parts[1].firstRange(of: "pid=").map { parts[1][$0.upperBound...] }
        self.pid = pid.flatMap { Int32($0.drop { $0 == "'" }.prefix { $0.isNumber }) }
    }

    package var meaning: XidMeaning? { XidMeaning.of(code) }
}

/// PCI address of a GPU. The kernel log and nvidia-smi write it differently: `PCI:0000:01:00` and `00000000:01:00.0`.
package struct PCIAddress: Hashable, Sendable {
    package let domain: Int
    package let bus: Int
    package let device: Int

    package init?(_ text: some StringProtocol) {
        let upper = text.uppercased()
        let numbers = (upper.hasPrefix("PCI:") ? upper.dropFirst(4) : upper[...]).split(separator: ":").map { part in
            Int(part.prefix { $0 != "." }, radix: 16)
        }
        guard numbers.count == 3, let domain = numbers[0], let bus = numbers[1], let device = numbers[2] else {
            return nil
        }
        (self.domain, self.bus, self.device) = (domain, bus, device)
    }
}
