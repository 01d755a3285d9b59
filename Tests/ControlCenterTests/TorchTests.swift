@testable import Model
import Testing

@Suite struct ComputeCapabilityTests {
    @Test(arguments: [("8.9", "sm_89"), ("12.0", "sm_120"), ("10.3", "sm_103"), ("3.7", "sm_37")])
    func isNamedAsByNVIDIA(_ text: String, _ name: String) {
        #expect(ComputeCapability(text)?.architecture == name)
        #expect(ComputeCapability(text)?.description == text)
    }

    @Test(arguments: ["", "[N/A]", "8", "8.9.1", "8.", ".9", "-1.0", "8.x"])
    func othersAreUnknown(_ text: String) {
        #expect(ComputeCapability(text) == nil)
    }
}

@Suite struct KernelsTests {
    @Test(arguments: [
        ("8.0 8.6", "8.0", true), ("8.0 8.6", "8.9", true), ("8.6", "8.0", false), ("8.0", "9.0", false),
        ("7.0", "7.5", true), ("6.0", "6.1", true), ("5.0 5.2", "5.3", true), ("10.0", "10.3", true),
        ("10.0", "12.0", false), ("12.0", "12.1", true), ("9.0+PTX", "12.0", true), ("9.0+PTX", "8.9", false),
        ("8.0;9.0a;10.0+PTX", "9.0", true), ("3.7", "3.5", false),
    ])
    func runOnTheSameMajorVersionOrFromPTX(_ list: String, _ gpu: String, _ runs: Bool) throws {
        let kernels = try #require(Kernels(list: list))
        #expect(kernels.run(on: try #require(ComputeCapability(gpu))) == runs)
    }

    @Test(arguments: ["", "Ampere", "8.0 Turing"])
    func otherListsAreUnknown(_ list: String) {
        #expect(Kernels(list: list) == nil)
    }
}

@Suite struct TorchRangeTests {
    @Test(arguments: [
        ("==2.1.0", "2.1.0", true), ("==2.1", "2.1.0", true), ("===2.1.0", "2.1.0", true), ("==2.1.0", "2.1.1", false),
        ("==2.1.*", "2.1.2", true), ("==2.1.*", "2.2.0", false), ("==2.*", "2.9.0", true), ("==2.*", "1.13.0", false),
        ("~=2.1", "2.9.0", true), ("~=2.1", "2.0.1", false), ("~=2.1.0", "2.1.2", true), ("~=2.1.0", "2.2.0", false),
        (">=2.0, <2.3", "2.2.2", true), (">=2.0,<2.3", "2.3.0", false), (">2.1", "2.1.0", false),
        ("<=2", "2.0.0", true),
        ("!=2.1.0", "2.1.1", true), ("!=2.1.*", "2.1.1", false), ("", "1.12.0", true),
    ])
    func containsVersions(_ range: String, _ version: String, _ contains: Bool) throws {
        let version = try #require(TorchVersion(version))
        #expect(try #require(TorchRange(range)).contains(version) == contains)
    }

    @Test func aPreviewIsBeforeItsRelease() throws {
        let preview = TorchVersion(2, 9, isPreview: true)
        #expect(try !#require(TorchRange("==2.9.0")).contains(preview))
        #expect(try !#require(TorchRange(">=2.9")).contains(preview))
        #expect(try #require(TorchRange(">=2.8,<3")).contains(preview))
    }

    @Test(arguments: ["==2.6.0.dev20240918", "==2.1.0a0", "2.1.0", "=2.1", ">=x", ">=2.1.*"])
    func otherFormsAreUnknown(_ text: String) {
        #expect(TorchRange(text) == nil)
    }
}

/// The builds that an installer takes, as `release+tag`.
@Suite struct TorchRequirementTests {
    private func wheels(_ text: String) -> [String]? {
        let lines = CUDARequirement.lines(of: text)
        guard let alternatives = TorchRequirement.alternatives(in: lines) else { return nil }
        let wheels = alternatives.map { $0.wheels(from: TorchSource(lines: lines)) }
        return wheels.contains(nil) ? nil : wheels.flatMap { $0 ?? [] }.map { "\($0.release)+\($0.cuda.tag)" }
    }

    @Test(arguments: [
        ("torch==2.1.0", ["2.1+cu121"]),
        ("Torch == 2.1.2  # pinned", ["2.1+cu121"]),
        ("torch[opt-einsum]==2.7.1", ["2.7+cu126"]),
        ("torch (==2.8.0)", ["2.8+cu128"]),
        ("torch==2.15.0", ["2.15+cu132"]),
        ("torch==1.12.1", ["1.12+cu102"]),
        ("torch==2.1.0 --hash=sha256:ac13", ["2.1+cu121"]),
        ("torch==2.1.0+cu118", ["2.1+cu118"]),
        ("torch>=2.6,<2.8", ["2.6+cu124", "2.7+cu126"]),
        ("torch>=2.6\ntorch<2.7", ["2.6+cu124"]),
        ("--extra-index-url https://download.pytorch.org/whl/cu118\ntorch==2.1.0", ["2.1+cu118"]),
        ("--extra-index-url https://download.pytorch.org/whl/cu118/\ntorch==2.8.0", ["2.8+cu128"]),
        ("-i https://download.pytorch.org/whl/cu118\ntorch>=2.6", ["2.6+cu118", "2.7+cu118"]),
        ("--index-url=https://pypi.org/simple\ntorch==2.1.0", ["2.1+cu121"]),
        ("-f https://download.pytorch.org/whl/torch_stable.html\ntorch==2.0.1+cu118", ["2.0+cu118"]),
        ("-f https://wheels.example.com/\ntorch==2.0.1+cu118", ["2.0+cu118"]),
        (
            "torch @ https://download.pytorch.org/whl/cu118/torch-2.1.0%2Bcu118-cp311-cp311-linux_x86_64.whl",
            ["2.1+cu118"]
        ),
        ("https://download.pytorch.org/whl/cu121/torch-2.3.1%2Bcu121-cp311-cp311-linux_x86_64.whl", ["2.3+cu121"]),
        ("torch==2.1.0; python_version < '3.12'\ntorch==2.8.0; python_version >= '3.12'", ["2.1+cu121", "2.8+cu128"]),
        ("torch==2.1.0; sys_platform == 'win32'\nnumpy", []),
        ("torchvision==0.16.0\ntorch-geometric==2.4\npytorch-lightning", []),
    ])
    func areFoundInTheTable(_ text: String, _ builds: [String]) {
        #expect(wheels(text) == builds)
    }

    @Test(arguments: [
        "torch==2.1.0+cpu", "torch==2.1.0a0", "torch==2.99.0", "torch @ git+https://github.com/pytorch/pytorch",
        "torch @ https://example.com/torch-2.1.0-cp311-cp311-linux_x86_64.whl",
        "--extra-index-url https://pypi.example.com/simple\ntorch==2.1.0",
        "--index-url https://download.pytorch.org/whl/nightly/cu128\ntorch",
        "--extra-index-url https://download.pytorch.org/whl/cpu\ntorch==2.1.0", "--pre\ntorch", "torch==2.8.0+cu118",
    ])
    func ofOthersNothingIsKnown(_ text: String) {
        #expect(wheels(text) == nil)
    }
}

@Suite struct TorchWheelTests {
    /// The oldest and the newest PyTorch from PyPI, and the oldest with any build, for each card.
    @Test(arguments: [
        ("3.7", "1.12", "2.0", "1.12"), ("5.2", "1.12", "2.7", "1.12"), ("6.1", "1.12", "2.7", "1.12"),
        ("7.0", "1.12", "2.10", "1.12"), ("7.5", "1.12", "2.15", "1.12"), ("8.0", "1.13", "2.15", "1.12"),
        ("8.6", "1.13", "2.15", "1.12"), ("8.9", "1.13", "2.15", "1.12"), ("9.0", "2.1", "2.15", "2.0"),
        ("10.0", "2.8", "2.15", "2.7"), ("10.3", "2.8", "2.15", "2.7"), ("12.0", "2.8", "2.15", "2.7"),
        ("12.1", "2.8", "2.15", "2.7"),
    ])
    func whichRunOnACard(_ gpu: String, _ first: String, _ last: String, _ any: String) throws {
        let gpu = try #require(ComputeCapability(gpu))
        let running = TorchWheel.all.filter { $0.runs(on: gpu) }
        #expect(running.first { $0.isOnPyPI }?.release == first)
        #expect(running.last { $0.isOnPyPI }?.release == last)
        #expect(running.first?.release == any)
    }

    @Test func eachVersionHasOneBuildOnPyPI() {
        let builds = Dictionary(grouping: TorchWheel.all, by: \.release)
        #expect(builds.count == 18)
        #expect(builds.values.allSatisfy { $0.count(where: \.isOnPyPI) == 1 })
    }
}
