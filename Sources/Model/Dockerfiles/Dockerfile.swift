/// A Dockerfile as it is read here. The engine gets what is written from this, never the repository's own text: it cannot
/// find anything in it that was not checked.
package struct Dockerfile: Equatable, Sendable {
    /// What a stage starts from or files are copied from.
    package enum Base: Hashable, Sendable {
        case scratch
        case image(String)
        /// Number of an earlier stage, from 0.
        case stage(Int)
    }

    package struct Stage: Equatable, Sendable {
        package let base: Base
        package let from: DockerfileInstruction
        package internal(set) var instructions: [DockerfileInstruction] = []
        /// `VOLUME` lines; the engine must not see them before the last step (what is written to a volume is not counted).
        var volumes: [DockerfileInstruction] = []
    }

    package static let name = "Dockerfile"
    package static let maximumBytes = 256 << 10

    /// `ARG` lines before the first stage.
    let arguments: [DockerfileInstruction]
    package let stages: [Stage]

    /// - Parameter images: those that may be named.
    /// - Throws: the first line that is not built here.
    package init(_ text: String, images: AllowedImages) throws(DockerfileProblem) {
        var reader = DockerfileReader(images: images)
        for line in try DockerfileLine.all(of: text) { try reader.read(line) }
        guard !reader.stages.isEmpty else {
            throw DockerfileProblem(
                code: "dockerfile_syntax", line: nil, text: "", what: "has no FROM", hint: "Start it with FROM IMAGE.")
        }
        (arguments, stages) = (reader.arguments, reader.stages)
    }

    /// Images that it names, in the order of the file, each once.
    package var images: [String] {
        var found: [String] = []
        for stage in stages {
            for base in [stage.base] + stage.instructions.compactMap(\.source) {
                if case .image(let name) = base, !found.contains(name) { found.append(name) }
            }
        }
        return found
    }
}
