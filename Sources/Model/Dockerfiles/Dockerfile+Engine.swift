extension Dockerfile {
    /// What the engine builds, and which instruction each of its steps comes from.
    package struct Written: Equatable, Sendable {
        package let text: String
        /// The engine's step 1 is element 0; nil for steps of our own.
        package let steps: [DockerfileInstruction?]
    }

    /// Images by ID, so that none is pulled; stages by number; our labels on every container that a step runs in.
    /// - Parameters:
    ///   - images: IDs of ``images``.
    ///   - labels: plain names and values.
    ///   - variables: plain names and values for the steps alone, not for the image.
    package func written(
        images: [String: String], labels: [(name: String, value: String)], variables: [(name: String, value: String)]
    ) -> Written {
        var lines: [(text: String, step: DockerfileInstruction?)] = arguments.map { ($0.written, $0) }
        for (number, stage) in stages.enumerated() {
            lines.append(("FROM \(Self.reference(stage.base, images)) AS stage\(number)", stage.from))
            lines.append(("LABEL " + labels.map { "\($0.name)=\"\($0.value)\"" }.joined(separator: " "), nil))
            lines.append((DockerfileReader.withoutDevices, nil))
            for variable in variables { lines.append(("ARG \(variable.name)=\"\(variable.value)\"", nil)) }
            for step in stage.instructions {
                let text = step.source.map { Self.from(Self.reference($0, images), in: step.written) } ?? step.written
                for part in text.split(separator: "\n") { lines.append((String(part), step)) }
            }
        }
        for volume in volumes(of: stages.count - 1) { lines.append((volume.written, volume)) }
        return Written(text: lines.map { $0.text + "\n" }.joined(), steps: lines.map(\.step))
    }

    private static func reference(_ base: Base, _ images: [String: String]) -> String {
        switch base {
        case .scratch: "scratch"
        case .image(let name): images[name] ?? name
        case .stage(let number): "stage\(number)"
        }
    }

    private static func from(_ source: String, in text: String) -> String {
        "COPY --from=\(source)" + text.dropFirst("COPY".count)
    }

    /// Those of the stages that it starts from, too.
    private func volumes(of stage: Int) -> [DockerfileInstruction] {
        guard case .stage(let earlier) = stages[stage].base else { return stages[stage].volumes }
        return volumes(of: earlier) + stages[stage].volumes
    }
}
