import Testing

@testable import Model

@Suite struct DockerfileTests {
    private static let images = AllowedImages(standard: "base:1", patterns: ["team/*"])

    private func read(_ text: String) throws -> Dockerfile { try Dockerfile(text, images: Self.images) }

    /// What the engine builds, without the lines of our own.
    private func written(_ text: String) throws -> [String] {
        let file = try read(text).written(
            images: ["base:1": "sha256:b", "team/tools": "sha256:t"], labels: [("dcc.image", "x")], variables: [])
        return file.text.split(separator: "\n").map(String.init).filter {
            !$0.hasPrefix("LABEL dcc.image") && $0 != "ENV NVIDIA_VISIBLE_DEVICES=void"
        }
    }

    struct Case: CustomTestStringConvertible, Sendable {
        let what: String
        let text: String
        let written: [String]
        var testDescription: String { what }

        init(_ what: String, _ text: String, _ written: String...) {
            (self.what, self.text, self.written) = (what, text, written)
        }
    }

    @Test(arguments: [
        Case("an image by its ID", "FROM base:1\nRUN make", "FROM sha256:b AS stage0", "RUN make"),
        Case("small letters", "from base:1 as x\nrun make", "FROM sha256:b AS stage0", "RUN make"),
        Case(
            "continued lines, with comments and empty lines between",
            "FROM base:1\nRUN a \\\n # why\n\n  && b\\  \n && c",
            "FROM sha256:b AS stage0", "RUN a   && b && c"),
        Case("Windows line ends and a mark", "\u{feff}FROM base:1\r\nCMD x\r\n", "FROM sha256:b AS stage0", "CMD x"),
        Case("a directive of syntax", "# syntax=docker/dockerfile:1\nFROM base:1", "FROM sha256:b AS stage0"),
        Case(
            "arguments of images", "ARG TAG=1\nARG NAME=\"base\"\nFROM ${NAME}:${TAG:-9}", "ARG TAG=1",
            "ARG NAME=\"base\"",
            "FROM sha256:b AS stage0"),
        Case(
            "a default and an alternative", "ARG X=y\nFROM ${NONE:-base}:${X:+1}", "ARG X=y", "FROM sha256:b AS stage0"),
        Case(
            "stages by number",
            "FROM base:1 AS build\nFROM team/tools\nFROM Build\nCOPY --from=1 /a /b\nCOPY --from=BUILD /c .",
            "FROM sha256:b AS stage0", "FROM sha256:t AS stage1", "FROM stage0 AS stage2", "COPY --from=stage1 /a /b",
            "COPY --from=stage0 /c ."),
        Case(
            "files of an image", "FROM scratch\nCOPY --link --chown=1:1 --from=team/tools /a /",
            "FROM scratch AS stage0",
            "COPY --from=sha256:t --chown=1:1 /a /"),
        Case(
            "caches only save time",
            "FROM base:1\nRUN --mount=type=cache,target=/root/.cache --network=none pip install x",
            "FROM sha256:b AS stage0", "RUN pip install x"),
        Case(
            "no labels, no healthcheck",
            "FROM base:1\nLABEL dcc.image=y a=b\nMAINTAINER me\nHEALTHCHECK NONE\nEXPOSE 80",
            "FROM sha256:b AS stage0", "EXPOSE 80"),
        Case(
            "volumes come last, with those below", "FROM base:1 AS a\nVOLUME /x\nRUN b\nFROM a\nVOLUME [\"/y\"]\nRUN c",
            "FROM sha256:b AS stage0", "RUN b", "FROM stage0 AS stage1", "RUN c", "VOLUME /x", "VOLUME [\"/y\"]"),
        Case("our platform", "FROM --platform=$BUILDPLATFORM base:1", "FROM sha256:b AS stage0"),
        Case(
            "an archive", "FROM base:1\nADD --chown=app a.tar /", "FROM sha256:b AS stage0", "ADD --chown=app a.tar /"),
        Case("here-strings", "FROM base:1\nRUN cat <<<x", "FROM sha256:b AS stage0", "RUN cat <<<x"),
        Case(
            "variables", "FROM base:1\nENV A=\"x y\" B=z\nENV LD_LIBRARY_PATH /x:$A", "FROM sha256:b AS stage0",
            "ENV A=\"x y\" B=z", "ENV LD_LIBRARY_PATH /x:$A"),
    ]) func isWrittenForTheEngine(_ example: Case) throws {
        #expect(try written(example.text) == example.written)
    }

    @Test(arguments: [
        ("", "dockerfile_syntax", 0), ("# nothing", "dockerfile_syntax", 0), ("RUN x", "dockerfile_syntax", 1),
        ("FROM other:2", "dockerfile_image_not_allowed", 1),
        ("FROM base:1\nFROM other", "dockerfile_image_not_allowed", 2),
        ("FROM base:1\nCOPY --from=other /a /b", "dockerfile_image_not_allowed", 2),
        ("ARG A=other\nFROM $A", "dockerfile_image_not_allowed", 2), ("FROM $A", "dockerfile_syntax", 1),
        ("FROM ${A%x}", "dockerfile_syntax", 1), ("FROM base:1 AS", "dockerfile_syntax", 1),
        ("FROM --platform=linux/arm64 base:1", "dockerfile_unsupported", 1),
        ("FROM base:1\nRUM x", "dockerfile_syntax", 2),
        ("# escape=`\nFROM base:1", "dockerfile_unsupported", 1), ("FROM base:1\nRUN a\u{1}b", "dockerfile_syntax", 2),
        ("FROM base:1\nRUN x \\\\", "dockerfile_syntax", 2), ("FROM base:1\nRUN", "dockerfile_syntax", 2),
        ("FROM base:1\nADD https://a.test/x /x", "dockerfile_unsupported", 2),
        ("FROM base:1\nARG U=https://a.test\nADD $U /x", "dockerfile_unsupported", 3),
        ("FROM base:1\nADD ht\"tp\"s:\\//a.test /x", "dockerfile_unsupported", 2),
        ("FROM base:1\nADD [\"https:\\/\\/a.test\", \"/x\"]", "dockerfile_unsupported", 2),
        ("FROM base:1\nADD git@a.test:x /x", "dockerfile_unsupported", 2),
        ("FROM base:1\nRUN --mount=type=secret,id=x y", "dockerfile_unsupported", 2),
        ("FROM base:1\nRUN --mount=type=bind,from=other y", "dockerfile_unsupported", 2),
        ("FROM base:1\nRUN --security=insecure y", "dockerfile_unsupported", 2),
        ("FROM base:1\nRUN --network=host y", "dockerfile_unsupported", 2),
        ("FROM base:1\nRUN cat <<EOF\nFROM other\nEOF", "dockerfile_unsupported", 2),
        ("FROM base:1\nCOPY <<-'E' /x\nE", "dockerfile_unsupported", 2),
        ("FROM base:1\nCOPY --chmod=755 a b", "dockerfile_unsupported", 2),
        ("FROM base:1\nCOPY --from=$X a b", "dockerfile_unsupported", 2),
        ("FROM base:1\nCOPY --from=0 a b", "dockerfile_syntax", 2),
        ("FROM base:1\nCOPY --from=1 a b", "dockerfile_syntax", 2),
        ("FROM base:1 AS x\nCOPY --from=x a b", "dockerfile_syntax", 2),
        ("FROM base:1\nCOPY --from=\"x\" a b", "dockerfile_syntax", 2),
        ("FROM base:1\nONBUILD ADD https://a.test /x", "dockerfile_unsupported", 2),
        ("FROM base:1\nENV NVIDIA_IMEX_CHANNELS=0", "dockerfile_unsupported", 2),
        ("FROM base:1\nENV A=b \"NVIDIA\"_X=1", "dockerfile_syntax", 2),
        ("FROM base:1\nENV $X=all", "dockerfile_syntax", 2),
    ]) func aLineThatIsNotBuiltIsNamed(_ text: String, _ code: String, _ line: Int) {
        let problem = #expect(throws: DockerfileProblem.self) { try read(text) }
        #expect(problem?.code == code && (problem?.line ?? 0) == line, "\(problem.map { "\($0)" } ?? "read")")
        #expect(problem?.failure.message.hasSuffix(".") == true && problem?.failure.hint.hasSuffix(".") == true)
    }

    @Test func anImageThatIsNotAllowedIsNamedWithItsLine() throws {
        let problem = #expect(throws: DockerfileProblem.self) { try read("FROM base:1\n\nFROM ubuntu:24.04 AS x") }
        #expect(
            problem?.failure
                == StepFailure(
                    code: "dockerfile_image_not_allowed",
                    message: "Line 3 of the Dockerfile names the image ubuntu:24.04, which is not allowed.",
                    hint: "ubuntu:24.04 is not among the allowed images: team/*. Operators set images.allowed.",
                    lines: ["Dockerfile:3: FROM ubuntu:24.04 AS x"]))
    }

    @Test func itsImagesAreNamedOnce() throws {
        let file = try read("FROM base:1 AS a\nCOPY --from=team/tools / /\nFROM base:1\nFROM a\nFROM scratch\nCOPY x /")
        #expect(file.images == ["base:1", "team/tools"])
    }

    /// NVIDIA's hook would give the steps every GPU.
    @Test func noStepSeesAGPU() throws {
        let file = try read(
            "FROM base:1\nENV A=b NVIDIA_VISIBLE_DEVICES=all\nRUN x\nFROM base:1\nENV NVIDIA_VISIBLE_DEVICES all")
        let lines = file.written(images: [:], labels: [("a", "b")], variables: [("INDEX", "https://x")]).text
        #expect(
            lines == """
                FROM base:1 AS stage0
                LABEL a="b"
                ENV NVIDIA_VISIBLE_DEVICES=void
                ARG INDEX="https://x"
                ENV A=b NVIDIA_VISIBLE_DEVICES=all
                ENV NVIDIA_VISIBLE_DEVICES=void
                RUN x
                FROM base:1 AS stage1
                LABEL a="b"
                ENV NVIDIA_VISIBLE_DEVICES=void
                ARG INDEX="https://x"
                ENV NVIDIA_VISIBLE_DEVICES all
                ENV NVIDIA_VISIBLE_DEVICES=void

                """)
    }

    @Test func theEnginesStepsAreTheRepositorysLines() throws {
        let file = try read("ARG X=1\nFROM base:1\nRUN a \\\n  && b\nCOPY . /\n")
        let steps = file.written(images: [:], labels: [("a", "b")], variables: []).steps
        #expect(steps.map { $0?.line } == [1, 2, nil, nil, 3, 5])
        #expect(steps[4]?.text == "RUN a   && b")
    }
}
