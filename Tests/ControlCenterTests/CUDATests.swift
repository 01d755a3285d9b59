@testable import Model
import Testing

@Suite struct CUDAVersionTests {
    @Test(arguments: [
        ("525.60.13", "12.0"), ("535.104", "12.2"), ("550.54.15", "12.4"), ("551.1", "12.4"), ("570.86", "12.8"),
        ("580.65.06", "13.0"), ("470.256.02", "11.4"), ("990.1", "13.1"),
    ])
    func aDriverRunsTheNewestOfItsBranch(_ driver: String, _ cuda: String) {
        #expect(CUDAVersion(ofDriver: driver)?.description == cuda)
    }

    @Test(arguments: ["", "x", "390.157"])
    func ofOthersNothingIsKnown(_ driver: String) {
        #expect(CUDAVersion(ofDriver: driver) == nil)
    }
}

@Suite struct CUDARequirementTests {
    @Test(arguments: [
        ("--index-url https://download.pytorch.org/whl/cu130\ntorch", "13.0"),
        ("--extra-index-url=https://download.pytorch.org/whl/nightly/cu128", "12.8"),
        ("-i https://download.pytorch.org/whl/cu118", "11.8"),
        ("--find-links https://example.com/cu92/", "9.2"),
        ("torch==2.9.0+cu130", "13.0"),
        ("torch==2.9.0+cu130 ; python_version < '3.13'", "13.0"),
        ("Torch == 2.1.0+cu121 # for CUDA 13", "12.1"),
        ("nvidia-cuda-runtime-cu12==12.8.90", "12.8"),
        ("nvidia-cuda-runtime-cu12", "12.0"),
        ("nvidia-cublas-cu12==12.8.4.1", "12.0"),
        ("nvidia_cuda_runtime==13.0.48", "13.0"),
        ("cuda-python~=13.0.1", "13.0"),
        ("cupy-cuda13x", "13.0"),
        ("cupy-cuda12x>=13", "12.0"),
        ("jax[cuda13]==0.8", "13.0"),
        ("jax[cuda12_pip]", "12.0"),
        ("cudf-cu12==25.8.*", "12.0"),
        ("tensorflow[and-cuda]", "12.0"),
        ("tensorflow[and-cuda]==2.14.1", "11.8"),
        ("flash-attn @ https://example.com/flash_attn-2.8.3%2Bcu12torch2.8cxx11abiTRUE-cp312-linux_x86_64.whl", "12.0"),
        ("torch==2.9.0+cu126\ncupy-cuda13x\nnumpy", "13.0"),
        ("torch==2.9.0 \\\n  --extra-index-url https://download.pytorch.org/whl/cu130", "13.0"),
    ])
    func theNewestCUDAThatIsAskedFor(_ text: String, _ version: String) {
        #expect(CUDARequirement.newest(inRequirements: text)?.version.description == version)
    }

    @Test(arguments: [
        "", "torch==2.9.0", "numpy\n# torch==2.9.0+cu130", "tensorflow==2.18", "cupy", "cucumber-tag-expressions==6",
        "torch==2.9.0+cpu", "torch==2.9.0+cu130; sys_platform == 'win32'", "custom-cuda-kernels==13.0",
        "x==1 --hash=sha256:ac130ac130",
    ])
    func whatNamesNoCUDAAsksForNone(_ text: String) {
        #expect(CUDARequirement.newest(inRequirements: text) == nil)
    }

    @Test func theLineIsNamed() {
        let text = "numpy\ntorch==2.9.0+cu130   # the newest\n"
        #expect(CUDARequirement.newest(inRequirements: text)?.source == "torch==2.9.0+cu130")
    }
}

@Suite struct CUDAFitTests {
    private func check(
        _ requirements: String?, image: [String: String] = [:], driver: String? = "550.54.15"
    ) throws -> [String] {
        try CUDAFit.check(file: "requirements.txt", requirements: requirements, image: image, driver: driver)
    }

    @Test func aNewerMajorVersionIsRefusedByItsLine() {
        let refusal = #expect(throws: StepFailure.self) { try check("torch==2.9.0+cu130") }
        #expect(refusal?.code == "cuda_too_new")
        #expect(
            refusal?.message
                == "requirements.txt requires CUDA 13.0 (“torch==2.9.0+cu130”), but driver 550.54.15 supports CUDA up to 12.4."
        )
        #expect(refusal?.hint.contains("/whl/cu126") == true)
        #expect(refusal?.hint.contains("driver 580 or newer") == true)
    }

    @Test func anImageOfANewerMajorVersionIsRefused() {
        let refusal = #expect(throws: StepFailure.self) { try check(nil, image: ["CUDA_VERSION": "13.0.0.044"]) }
        #expect(refusal?.message.hasPrefix("The base image requires CUDA 13.0") == true)
    }

    @Test(arguments: ["_CUDA_COMPAT_PATH", "NV_CUDA_COMPAT_PACKAGE"])
    func anImageWithCompatibilityLibrariesIsOnlyRemarkedOn(_ variable: String) throws {
        #expect(try check(nil, image: ["CUDA_VERSION": "13.0.0", variable: "there"]).count == 1)
    }

    @Test func aNewerMinorVersionIsOnlyRemarkedOn() throws {
        let notes = try check("torch==2.9.0+cu128")
        #expect(notes.count == 1)
        #expect(notes.first?.contains("minor version compatibility") == true)
    }

    @Test(arguments: ["torch==2.9.0+cu124", "torch==2.1.0+cu118", "numpy"])
    func whatTheDriverRunsPassesWithoutAWord(_ text: String) throws {
        #expect(try check(text).isEmpty)
    }

    @Test func withoutAKnownDriverNothingIsRefused() throws {
        #expect(try check("torch==2.9.0+cu130", driver: nil).isEmpty)
    }
}
