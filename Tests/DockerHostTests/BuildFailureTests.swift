import Model
import Testing

@testable import DockerHost

@Suite struct BuildFailureTests {
    private func failure(
        _ lines: [String], context: String = "", line: Int? = 3, memory: Int = 8
    ) throws -> StepFailure {
        let file = try Dockerfile("FROM base\n\nRUN pip install x", images: AllowedImages(standard: "base"))
        let step = line == nil ? nil : file.stages[0].instructions[0]
        let settings = DockerSettings(cpus: 1, memory: try MemoryLimit(gib: 8))
        return BuildFailure.of(
            BuildFailed(lines: lines, context: context), step, memory: try MemoryLimit(gib: memory), settings)
    }

    static func ended(_ code: Int) -> String {
        "The command '/bin/sh -c pip install x' returned a non-zero code: \(code)"
    }

    @Test(arguments: [
        ([ended(2)], "dockerfile_failed", "Line 3 of the Dockerfile failed with exit code 2: RUN pip install x."),
        (
            ["Killed", ended(137)], "dockerfile_out_of_memory",
            "Line 3 of the Dockerfile was killed (exit code 137): it probably needs more than 8 GiB of memory."
        ),
        (
            ["curl: (6) Could not resolve host: no.test", ended(6)], "dockerfile_host_unreachable",
            "Line 3 of the Dockerfile could not reach no.test."
        ),
        (
            ["Err:1 http://deb.test bookworm", "  Temporary failure resolving 'deb.test'", ended(100)],
            "dockerfile_host_unreachable", "Line 3 of the Dockerfile could not reach deb.test."
        ),
        (
            ["curl: (7) Failed to connect to 172.17.0.1 port 80 after 0 ms", ended(7)], "dockerfile_host_unreachable",
            "Line 3 of the Dockerfile could not reach 172.17.0.1."
        ),
        (
            ["write /x: no space left on device"], "disk_full",
            "No space left on the machine's disk for the app's image."
        ),
        (
            ["COPY failed: file not found in build context or excluded by .dockerignore: stat x: file does not exist"],
            "dockerfile_failed",
            "Line 3 of the Dockerfile failed: COPY failed: file not found in build context or excluded by .dockerignore: "
                + "stat x: file does not exist."
        ),
        (
            ["Cannot connect to the Docker daemon at unix:///x. Is the docker daemon running?"], "docker_unreachable",
            "The Docker Engine is not responding."
        ),
    ]) func theStepThatFailedIsNamed(_ lines: [String], _ code: String, _ message: String) throws {
        let failure = try failure(lines)
        #expect(failure.code == code && failure.message == message)
    }

    @Test func aStepsOwnWordsAreShownWithoutTheBuilders() throws {
        let lines = [
            "a", "b", " ---> Running in 12", "c", "", "d", "\u{1b}[0m ---> Removed intermediate container 12",
            Self.ended(1),
        ]
        #expect(try failure(lines).lines == ["b", "c", "d"])
    }

    /// A step may print what the builder would.
    @Test func aStepCannotChooseItsExitCode() throws {
        #expect(try failure([Self.ended(137), Self.ended(1)]).message.contains("exit code 1:"))
    }

    @Test func aCheckoutThatIsTooLargeSaysSo() throws {
        let failure = try failure(["unexpected EOF"], context: BuildContext.tooLarge, line: nil)
        #expect(
            failure.code == "image_too_large" && failure.message == "The checkout has more than 10 GiB to copy from.")
    }

    @Test func aCheckoutThatCannotBeReadSaysSo() throws {
        let failure = try failure(["unexpected EOF"], context: "a/b cannot be read: Permission denied", line: nil)
        #expect(failure.code == "dockerfile_context" && failure.message.contains("a/b cannot be read"))
    }

    @Test func moreMemoryIsOffered() throws {
        #expect(try failure([Self.ended(137)], memory: 4).action == .setMemory(gib: 8))
    }

    @Test func theLogNamesLinesOfTheRepository() throws {
        let file = try Dockerfile("FROM base\n\nRUN a \\\n && b", images: AllowedImages(standard: "base"))
        let written = file.written(images: [:], labels: [("a", "b")], variables: [])
        let lines = Lines()
        let progress = BuildProgress(written, lines.add)
        for line in [
            "Step 1/4 : FROM base AS stage0", " ---> 1234", "Step 2/4 : LABEL a=b", "Step 4/4 : RUN a  && b",
            " ---> Running in 12", "hello", "Step 99/4 : x", "Removed intermediate container 12",
        ] { progress.receive(line) }
        #expect(lines.all == ["Line 1: FROM base", "Line 3: RUN a  && b", "hello"])
        #expect(progress.step?.line == 3)
    }
}

private final class Lines: @unchecked Sendable {
    private(set) var all: [String] = []
    func add(_ line: String) { all.append(line) }
}
