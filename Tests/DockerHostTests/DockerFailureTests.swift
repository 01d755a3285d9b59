import Model
import Testing

@testable import DockerHost

@Suite struct DockerFailureTests {
    @Test(
        arguments: [
            "Cannot connect to the Docker daemon at unix:///run/docker.sock. Is the docker daemon running?",
            "error during connect: Post \"http://%2Frun%2Fdocker.sock/v1.41/containers/create\": EOF",
        ])
    func anEngineThatIsAwayOrGoesInTheMidstIsUnreachable(said: String) {
        #expect(DockerFailure.of([said], status: "exited(1)").code == "docker_unreachable")
    }

    @Test func whatNobodyKnowsKeepsItsLastLine() {
        let failure = DockerFailure.of(["first", "last", ""], status: "exited(1)")
        #expect(failure.code == "docker_failed" && failure.message == "Docker failed (exited(1)): last.")
    }
}
