/// Reads a Dockerfile line by line; refuses what the engine's classic builder cannot do, or would do outside of the limits.
struct DockerfileReader {
    /// Built as they stand.
    private static let plain: Set<String> = [
        "ARG", "CMD", "ENTRYPOINT", "EXPOSE", "SHELL", "STOPSIGNAL", "USER", "WORKDIR",
    ]
    /// Without effect here: labels and healthchecks are our own.
    private static let ignored: Set<String> = ["LABEL", "MAINTAINER", "HEALTHCHECK"]

    private let images: AllowedImages
    private var values = DockerfileArguments()
    private var names: [String: Int] = [:]
    private(set) var arguments: [DockerfileInstruction] = []
    private(set) var stages: [Dockerfile.Stage] = []

    init(images: AllowedImages) {
        self.images = images
    }

    mutating func read(_ line: DockerfileLine) throws(DockerfileProblem) {
        if line.keyword == "FROM" { return try begin(line) }
        guard !stages.isEmpty else {
            guard line.keyword == "ARG" else {
                throw .syntax(line, "comes before the first FROM", "Start the Dockerfile with FROM IMAGE.")
            }
            try values.add(line)
            arguments.append(DockerfileInstruction(line))
            return
        }
        guard !line.rest.isEmpty else { throw .syntax(line, "is incomplete", "Complete or remove the line.") }
        switch line.keyword {
        case _ where Self.ignored.contains(line.keyword): return
        case _ where Self.plain.contains(line.keyword): add(DockerfileInstruction(line))
        case "VOLUME": stages[stages.count - 1].volumes.append(DockerfileInstruction(line))
        case "ENV": try add(environment(line))
        case "RUN": try add(run(line))
        case "COPY": try add(copy(line))
        case "ADD": try add(added(line))
        case "ONBUILD":
            throw .unsupported(
                line, "has ONBUILD, which is not built here", "Write the instruction where it is to run.")
        default:
            throw .syntax(
                line, "has an unknown instruction \(LogText.clean(line.keyword.prefix(40).utf8))", "Correct the line.")
        }
    }

    private mutating func add(_ instruction: DockerfileInstruction) {
        stages[stages.count - 1].instructions.append(instruction)
    }

    // MARK: - Stages

    /// `FROM [--platform=…] IMAGE [AS NAME]`.
    private mutating func begin(_ line: DockerfileLine) throws(DockerfileProblem) {
        let parts = try DockerfileFlags(line)
        for flag in parts.flags where flag.name != "platform" || !Self.isOurPlatform(flag.value) {
            throw .unsupported(line, "asks for another platform", "Remove --\(flag.name)=\(flag.value).")
        }
        let words = parts.rest.split(whereSeparator: DockerfileLine.isBlank).map(String.init)
        guard words.count == 1 || words.count == 3 && words[1].uppercased() == "AS" else {
            throw .syntax(line, "does not name one image", "Write FROM IMAGE or FROM IMAGE AS NAME.")
        }
        let base = try base(try values.fill(words[0], of: line), line)
        if words.count == 3 { names[words[2].lowercased()] = stages.count }
        stages.append(Dockerfile.Stage(base: base, from: DockerfileInstruction(line)))
    }

    private static func isOurPlatform(_ text: String) -> Bool {
        text.hasPrefix("$") || text == "linux" || text.hasPrefix("linux/amd64")
    }

    /// An earlier stage, or an image that is allowed.
    private func base(_ name: String, _ line: DockerfileLine) throws(DockerfileProblem) -> Dockerfile.Base {
        if let stage = names[name.lowercased()] { return .stage(stage) }
        if name == "scratch" { return .scratch }
        do {
            try images.admit(try ImageReference(name))
        } catch {
            let shown = LogText.clean(name.prefix(100).utf8)
            guard error.code == "image_not_allowed" else {
                throw .syntax(line, "names no image that can exist: \(shown)", error.message)
            }
            throw DockerfileProblem(
                code: "dockerfile_image_not_allowed", line: line.number, text: line.text,
                what: "names the image \(shown), which is not allowed", hint: error.message)
        }
        return .image(name)
    }

    // MARK: - Steps

    /// Variables that decide on GPUs are the control center's: NVIDIA's hook would give a build the devices that it names.
    private func environment(_ line: DockerfileLine) throws(DockerfileProblem) -> DockerfileInstruction {
        let words = DockerfileWords.split(line.rest)
        let names = words[0].contains("=") ? words.map { $0.prefix { $0 != "=" } } : [words[0][...]]
        var writesDevices = false
        for name in names {
            guard !name.isEmpty, name.utf8.allSatisfy({ $0.isLetterOrDigit || "_.-".utf8.contains($0) }) else {
                throw .syntax(line, "has a variable without a plain name", "Write ENV NAME=value.")
            }
            guard ReservedVariable(String(name)) == .decidesOnGPUs else { continue }
            if name.uppercased() == "NVIDIA_VISIBLE_DEVICES" {
                writesDevices = true
            } else if !Self.harmless.contains(where: name.hasPrefix) {
                throw .unsupported(
                    line, "sets \(name), which decides on GPUs", "Remove it; choose the GPUs in the app's settings.")
            }
        }
        return DockerfileInstruction(line, written: writesDevices ? "\(line.text)\n\(Self.withoutDevices)" : nil)
    }

    static let withoutDevices = "ENV NVIDIA_VISIBLE_DEVICES=void"
    /// As NVIDIA's images set them.
    private static let harmless = ["NVIDIA_DRIVER_CAPABILITIES", "NVIDIA_REQUIRE_"]

    private func run(_ line: DockerfileLine) throws(DockerfileProblem) -> DockerfileInstruction {
        let parts = try DockerfileFlags(line)
        for flag in parts.flags {
            switch (flag.name, flag.value) {
            case ("mount", let value) where Self.isScratchMount(value): continue
            case ("network", "default"), ("network", "none"): continue
            case ("mount", _):
                throw .unsupported(
                    line, "mounts something into a step",
                    "COPY the files instead. Builds get no secrets and no SSH keys.")
            default: throw .unsupported(line, "has --\(flag.name), which is not built here", "Remove the flag.")
            }
        }
        try refuseHeredoc(line, "Write the commands on one RUN line, joined by &&, or in a script that is copied.")
        return DockerfileInstruction(line, written: "RUN \(parts.rest)")
    }

    /// A cache only saves time.
    private static func isScratchMount(_ value: String) -> Bool {
        value.split(separator: ",").contains { ["type=cache", "type=tmpfs"].contains($0) }
    }

    private func copy(_ line: DockerfileLine) throws(DockerfileProblem) -> DockerfileInstruction {
        let parts = try DockerfileFlags(line)
        var source: Dockerfile.Base?
        for flag in parts.flags where flag.name == "from" {
            guard !flag.value.contains("$") else {
                throw .unsupported(line, "copies from a variable", "Name the stage or the image.")
            }
            if let number = Int(flag.value) { source = .stage(number) } else { source = try base(flag.value, line) }
        }
        if case .stage(let number) = source, !stages.dropLast().indices.contains(number) {
            throw .syntax(
                line, "copies from a stage that does not come before it", "Name an earlier stage or an image.")
        }
        if source == .scratch {
            throw .syntax(line, "copies from scratch, which is empty", "Name an earlier stage or an image.")
        }
        return DockerfileInstruction(line, written: try files("COPY", parts, line), source: source)
    }

    /// The engine fetches addresses itself, from the machine's own network.
    private func added(_ line: DockerfileLine) throws(DockerfileProblem) -> DockerfileInstruction {
        let parts = try DockerfileFlags(line)
        guard !Self.sources(parts.rest).contains(where: Self.mayBeAddress) else {
            throw .unsupported(
                line, "adds a file from an address, or with a variable or quotes in its name",
                "For an address use RUN curl or wget, which stay within the build's network; for a file use COPY.")
        }
        return DockerfileInstruction(line, written: try files("ADD", parts, line))
    }

    /// All but the last word; of a JSON array all of it.
    private static func sources(_ rest: Substring) -> [Substring] {
        rest.hasPrefix("[") ? [rest] : Array(rest.split(whereSeparator: DockerfileLine.isBlank).dropLast())
    }

    private static func mayBeAddress(_ source: Substring) -> Bool {
        let marks = source.hasPrefix("[") ? ["://", "$", "\\", "git@"] : ["://", "$", "\\", "\"", "'", "git@"]
        return marks.contains { source.contains($0) }
    }

    /// - Returns: the instruction without `--from`, which the writer adds.
    private func files(
        _ keyword: String, _ parts: DockerfileFlags, _ line: DockerfileLine
    ) throws(DockerfileProblem) -> String {
        var kept = keyword
        for flag in parts.flags {
            switch flag.name {
            case "chown": kept += " --chown=\(flag.value)"
            case "from" where keyword == "COPY", "link": continue
            case "chmod":
                throw .unsupported(line, "has --chmod, which is not built here", "Use RUN chmod after it instead.")
            default: throw .unsupported(line, "has --\(flag.name), which is not built here", "Remove the flag.")
            }
        }
        try refuseHeredoc(line, "Put the text in a file of the repository and copy that.")
        return "\(kept) \(parts.rest)"
    }

    /// The engine would take the lines that follow for text.
    private func refuseHeredoc(_ line: DockerfileLine, _ hint: String) throws(DockerfileProblem) {
        guard line.text.replacing("<<<", with: "").contains("<<") else { return }
        throw .unsupported(line, "has a here-document, which is not built here", hint)
    }
}
