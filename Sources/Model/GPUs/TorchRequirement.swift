/// The PyTorch that an app's requirements ask for.
struct TorchRequirement: Equatable, Sendable {
    /// The line of the requirements file.
    let line: String
    let range: TorchRange
    /// Set if the requirement names one build, such as `==2.1.0+cu118`.
    let build: CUDAVersion?

    /// For display, such as `torch 2.1.0+cu118` or `torch<2.3`.
    var name: String {
        guard let version = range.exact else { return line }
        return "torch \(version)" + (build.map { "+\($0.tag)" } ?? "")
    }

    /// The builds that may be installed, from oldest to newest.
    /// - Returns: nil if unknown, as with versions that are newer than ``TorchWheel/all``.
    func wheels(from source: TorchSource) -> [TorchWheel]? {
        let possible = TorchWheel.all.filter { $0.versions.contains(where: range.contains) }
        let wheels: [TorchWheel]
        if let build {
            wheels = possible.filter { $0.cuda == build }
        } else {
            let releases = Dictionary(grouping: possible, by: \.release).values.map { source.choice(of: $0) }
            guard !releases.contains(nil) else { return nil }
            wheels = possible.filter { wheel in releases.contains { $0?.contains(wheel) ?? false } }
        }
        return wheels.isEmpty ? nil : wheels
    }

    /// The requirement's alternatives: lines with a marker such as `; python_version < "3.9"` may or may not apply.
    /// - Returns: empty if PyTorch is not named; nil if a line names it in a form that is not known here.
    static func alternatives(in lines: [String]) -> [TorchRequirement]? {
        var fixed: [TorchRequirement] = []
        var marked: [TorchRequirement] = []
        for line in lines where isTorch(line) {
            guard let requirement = TorchRequirement(line) else { return nil }
            if line.contains(";") { marked.append(requirement) } else { fixed.append(requirement) }
        }
        let all = fixed.dropFirst().reduce(fixed.first) { $0?.and($1) }
        guard let all else { return marked }
        return marked.isEmpty ? [all] : marked.map { all.and($0) }
    }

    private func and(_ other: TorchRequirement) -> TorchRequirement {
        TorchRequirement(line: line, range: range.and(other.range), build: build ?? other.build)
    }
}

extension TorchRequirement {
    private static func isTorch(_ line: String) -> Bool {
        guard !line.hasPrefix("-") else { return false }
        let name = line.prefix { $0.isLetter || $0.isNumber || "-_.".contains($0) }
        let file = line.split(separator: "/").last ?? ""
        return name.lowercased() == "torch" || file.hasPrefix("torch-") && file.contains(".whl")
    }

    /// - Returns: nil for forms other than a range of versions and the address of one of PyTorch's own wheels.
    fileprivate init?(_ line: String) {
        let line = String(line.prefix { $0 != ";" })
        let words = line.split(separator: " ").prefix { !$0.hasPrefix("-") }
        let text = words.joined(separator: " ")
        if text.contains("/") {
            self.init(line: text, address: text.split(separator: " ").last ?? "")
            return
        }
        var range = text.dropFirst("torch".count).drop { $0 == " " }
        if range.first == "[" { range = range.drop { $0 != "]" }.dropFirst() }
        self.init(line: text, range: range.filter { !"() ".contains($0) })
    }

    /// - Parameter range: such as `==2.1.0+cu118`.
    private init?(line: String, range: String) {
        let parts = range.split(separator: "+", maxSplits: 1)
        guard let numbers = TorchRange(parts.first ?? "") else { return nil }
        let build = parts.count > 1 ? CUDAVersion(tag: parts[1]) : nil
        guard parts.count < 2 || build != nil && range.hasPrefix("==") else { return nil }
        self.init(line: line, range: numbers, build: build)
    }

    /// - Parameter address: such as `https://download.pytorch.org/whl/cu118/torch-2.1.0%2Bcu118-cp311-….whl`.
    private init?(line: String, address: Substring) {
        guard address.contains("//download.pytorch.org/"), let file = address.split(separator: "/").last else {
            return nil
        }
        let parts = file.replacing("%2B", with: "+").replacing("%2b", with: "+").split(separator: "-")
        guard parts.count > 1 else { return nil }
        self.init(line: String(file), range: "==\(parts[1])")
    }
}
