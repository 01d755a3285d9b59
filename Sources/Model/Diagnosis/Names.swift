/// What a rule's sentences may name: what its pattern found, and what follows from that and from the evidence.
enum Names {
    static func completed(
        _ found: [String: String], at line: Int?, in tail: LogTail, _ evidence: Evidence
    ) -> [String: String] {
        var names = found
        names["url"] = found["url"].map { String($0.trimming { ".,/".contains($0) }) }
        func add(_ name: String, _ value: String?) {
            if let value, !value.isEmpty, names[name] == nil { names[name] = value }
        }
        add("python", (evidence.python ?? python(in: tail)).map(shortPython))
        add("memory", evidence.memory.map(String.init))
        add("port", evidence.port.map { "\($0)" })
        add("command", evidence.startCommand)
        add("data_folder", evidence.build == .dockerfile ? "/data" : nil)
        if let package = names["package"] {
            add("name", String(RequirementText.name(of: package)))
        }
        if let name = names["name"] {
            add("renamed", RenamedPackages.table[RequirementText.normal(name)])
            add("line", RequirementText.find(name, in: evidence.requirements ?? []))
        }
        add("line", other(than: names, in: evidence.requirements ?? []))
        add("wanted", names["line"].map(RequirementText.words) ?? names["package"] ?? names["name"])
        if let wanted = names["wanted"], let python = names["python"] {
            add("first_fit", FirstWheels.version(for: wanted, python: python))
        }
        add("header_package", names["header"].flatMap { HeaderPackages.table[$0] })
        addSetting(line, tail, add)
        if let module = names["module"] { addModule(module, evidence, add) }
        if let library = names["library"] { add("debian", LibraryPackages.package(for: library)) }
        if let program = names["program"] { addProgram(program, evidence, add) }
        add("host", names["url"].flatMap { LogTail.host(in: $0) } ?? line.flatMap { tail.host(near: $0) })
        add("host", line.flatMap { tail.usualHost(near: $0) })
        add("site", line.flatMap { LogTail.host(in: tail.lines[$0]) })
        add("place", line.flatMap { tail.place(of: $0) }?.words)
        add("newest", names["versions"].map(newest))
        add("driver_cuda", names["driver"].flatMap { Int($0) }.map { "\($0 / 1000).\($0 % 1000 / 10)" })
        add("pythons", names["tags"].flatMap(pythons))
        if let path = names["path"] { addPath(path, evidence, add) }
        add("script_path", evidence.script.flatMap { $0.hasWindowsLineEnds ? $0.path : nil })
        addStartLine(evidence, add)
        return names
    }

    private typealias Add = (String, String?) -> Void

    private static func addModule(_ module: String, _ evidence: Evidence, _ add: Add) {
        let top = String(module.prefix { $0 != "." })
        if evidence.files.contains(top) || evidence.files.contains("\(top).py") { add("own_module", top) }
        add("module_debian", ModulePackages.ofDebian[top])
        add("pypi", ModulePackages.ofPyPI[module] ?? ModulePackages.ofPyPI[top])
        add("missing", top)
    }

    private static func addProgram(_ program: String, _ evidence: Evidence, _ add: Add) {
        let name = String(program.split(separator: "/").last ?? "")
        add("debian", ProgramPackages.ofDebian[name])
        add("pypi", ProgramPackages.ofPyPI[name])
        if !program.contains("/") {
            add("likely", LikelyProgram.name(for: name))
            add("likely_command", LikelyProgram.command(evidence.startCommand, insteadOf: name))
        }
        if evidence.startCommand.hasPrefix(program) {
            let runner = program.hasSuffix(".py") ? "python" : program.hasSuffix(".js") ? "node" : "bash"
            add("run_command", "\(runner) \(evidence.startCommand)")
        }
        guard let script = evidence.script, program.hasSuffix(script.path) else {
            if program.contains("/") { add("lost_path", program) }
            return
        }
        if script.hasWindowsLineEnds {
            add("windows_script", script.path)
        } else if script.firstLine.hasPrefix("#!") {
            add("interpreter", String(script.firstLine.dropFirst(2).trimming(\.isWhitespace)))
        }
    }

    /// The requirement that is a path or an address, or the repository itself.
    private static func other(than names: [String: String], in lines: [String]) -> String? {
        if let part = names["path"] ?? names["url"] { return lines.first { $0.contains(part) } }
        return names["folder"].flatMap { _ in lines.first { $0.hasPrefix("-e") || $0.hasPrefix("--editable") } }
    }

    /// The setting that pydantic names one line above its reason.
    private static func addSetting(_ line: Int?, _ tail: LogTail, _ add: Add) {
        guard let line, line > 0 else { return }
        let name = tail.lines[line - 1].trimming(\.isWhitespace)
        guard !name.isEmpty, name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }) else {
            return
        }
        add("setting", String(name))
        add("setting_variable", name.uppercased())
    }

    private static func addPath(_ path: String, _ evidence: Evidence, _ add: Add) {
        if !path.contains("/") { add("path_debian", ProgramPackages.ofDebian[path]) }
        let own = evidence.build == .dockerfile ? "/data/" : "/app/"
        add("outside", path.hasPrefix("/") && !path.hasPrefix(own) ? path : nil)
    }

    private static func addStartLine(_ evidence: Evidence, _ add: Add) {
        add("module_command", moduleCommand(evidence.startCommand))
        guard let line = StartLine(evidence.startCommand) else { return }
        if !line.packages.isEmpty {
            add("apt_packages", line.packages.joined(separator: " "))
            add("apt_rest", line.rest)
        }
        if line.hadSudo, line.packages.isEmpty { add("without_sudo", line.rest) }
    }

    /// `python src/app.py --debug` as `python -m src.app --debug`.
    private static func moduleCommand(_ command: String) -> String? {
        let words = command.split(separator: " ")
        guard words.count > 1, words[0].hasPrefix("python"), words[1].hasSuffix(".py"),
            words[1].dropFirst().contains("/")
        else { return nil }
        let path = words[1].hasPrefix("./") ? words[1].dropFirst(2) : words[1]
        guard path.contains("/"), path.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "_/.".contains($0)) })
        else {
            return nil
        }
        let module = String(path.dropLast(".py".count)).replacing("/", with: ".")
        return ([words[0], "-m", Substring(module)] + words.dropFirst(2)).joined(separator: " ")
    }

    private static func python(in tail: LogTail) -> String? {
        (["Using Python {python}", "virtual environment with Python {python}"] as [Pattern])
            .firstNonNil { tail.last(matching: $0)?.names["python"] }
    }

    /// `3.11.2` as `3.11`.
    private static func shortPython(_ version: String) -> String {
        version.split(separator: ".").prefix(2).joined(separator: ".")
    }

    /// The last versions of a comma-separated list in ascending order.
    private static func newest(_ versions: String) -> String {
        versions.split(separator: ",").suffix(5).map { $0.filter { $0 != " " } }.joined(separator: ", ")
    }

    /// “2.7, 3.6 and 3.7” for the ABI tags `cp27mu`, `cp36m` and `cp37m`.
    private static func pythons(_ tags: String) -> String? {
        var found: [String] = []
        for tag in tags.split(whereSeparator: { !$0.isLetter && !$0.isNumber }) where tag.hasPrefix("cp") {
            let digits = tag.dropFirst(2).prefix(while: \.isNumber)
            guard digits.count > 1 else { continue }
            let version = "\(digits.prefix(1)).\(digits.dropFirst())"
            if !found.contains(version) { found.append(version) }
        }
        guard let last = found.last else { return nil }
        return found.count == 1 ? last : "\(found.dropLast().joined(separator: ", ")) and \(last)"
    }
}
