import Testing

@testable import DockerHost

@Suite struct PullProgressTests {
    @Test func layersAreCountedAsTheyCome() {
        var progress = PullProgress()
        let lines = [
            ("25.08-py3: Pulling from nvidia/pytorch", nil), ("aa1122bb3344: Pulling fs layer", "0 of 1 layers"),
            ("bb1122bb3344: Already exists", "1 of 2 layers"), ("aa1122bb3344: Verifying Checksum", "1 of 2 layers"),
            ("aa1122bb3344: Pull complete", "2 of 2 layers"), ("Digest: sha256:00", nil),
            ("Status: Downloaded newer image for x", nil),
        ]
        for (line, expected) in lines { #expect(progress.receive(line) == expected) }
    }
}
