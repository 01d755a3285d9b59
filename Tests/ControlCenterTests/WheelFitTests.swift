@testable import Model
import Testing

@Suite struct WheelFitTests {
    private static let cards = [
        "5090": ("NVIDIA GeForce RTX 5090", "12.0"), "4090": ("NVIDIA GeForce RTX 4090", "8.9"),
        "H100": ("NVIDIA H100", "9.0"), "1080": ("NVIDIA GeForce GTX 1080", "6.1"), "K80": ("Tesla K80", "3.7"),
        "K40": ("Tesla K40", "3.5"), "V100": ("Tesla V100", "7.0"), "old": ("card", ""),
    ]

    private func check(
        _ requirements: String?, image: [String: String] = [:], on cards: String, count: Int = 1,
        driver: String? = "580.65.06"
    ) throws -> UnfitGPUs {
        let gpus = try cards.split(separator: " ").enumerated().map { index, card in
            let (name, capability) = try #require(Self.cards[String(card)])
            return GPU(
                uuid: "GPU-\(index)", index: index, name: name, totalMemory: 24_000, usedMemory: 0,
                capability: ComputeCapability(capability))
        }
        return try WheelFit.check(
            file: "requirements.txt", requirements: requirements, image: image, gpus: gpus, count: count, driver: driver
        )
    }

    @Test(arguments: [
        ("torch==2.1.0", "5090", "torch 2.1.0", "NVIDIA GeForce RTX 5090 (sm_120)", "2.7 or later built for CUDA 12.8"),
        ("torch==2.7.0", "5090", "torch 2.7.0", "NVIDIA GeForce RTX 5090 (sm_120)", "2.7 built for CUDA 12.8"),
        (
            "torch==2.7+cu118", "5090", "torch 2.7.0+cu118", "NVIDIA GeForce RTX 5090 (sm_120)",
            "2.7 built for CUDA 12.8"
        ),
        ("torch<2.3", "5090", "torch<2.3", "NVIDIA GeForce RTX 5090 (sm_120)", "2.7 or later built for CUDA 12.8"),
        ("torch==1.13.1", "H100", "torch 1.13.1", "NVIDIA H100 (sm_90)", "2.0 or later built for CUDA 11.8"),
        ("torch==2.8.0", "1080", "torch 2.8.0", "NVIDIA GeForce GTX 1080 (sm_61)", "2.8 built for CUDA 12.6"),
        (
            "torch>=2.15", "1080", "torch>=2.15", "NVIDIA GeForce GTX 1080 (sm_61)",
            "2.14 or earlier built for CUDA 12.6"
        ),
        ("torch==2.11.0", "V100", "torch 2.11.0", "Tesla V100 (sm_70)", "2.11 built for CUDA 12.6"),
        ("torch==2.9.0", "K80", "torch 2.9.0", "Tesla K80 (sm_37)", "2.7 or earlier built for CUDA 11.8"),
        (
            "torch==2.1.0", "5090 5090", "torch 2.1.0", "NVIDIA GeForce RTX 5090 (sm_120)",
            "2.7 or later built for CUDA 12.8"
        ),
    ])
    func refusesWithBothNamesAndWhatWouldFit(
        _ requirements: String, _ cards: String, _ torch: String, _ card: String, _ fitting: String
    ) {
        let refusal = #expect(throws: StepFailure.self) { try check(requirements, on: cards) }
        #expect(refusal?.code == "card_unfit")
        #expect(refusal?.message == "\(torch) has no kernels for \(card): use torch \(fitting).")
        #expect(refusal?.hint.contains("in requirements.txt") == true)
    }

    @Test func saysWhenNothingWouldFit() {
        let refusal = #expect(throws: StepFailure.self) { try check("torch==2.1.0", on: "K40") }
        #expect(
            refusal?.message
                == "torch 2.1.0 has no kernels for Tesla K40 (sm_35), and neither has any build that is known.")
    }

    @Test(arguments: [
        ("torch", "5090"), ("torch>=2.7", "5090"), ("torch==2.8.0", "5090"), ("torch==2.7.0+cu128", "5090"),
        ("torch==2.1.0", "4090"), ("torch==2.1.0", "H100"), ("torch==2.7.1", "1080"), ("torch==2.14.0+cu126", "1080"),
        ("torch", "1080"), ("torch==2.1.0", "old"), ("numpy", "5090"), ("torch==2.99", "5090"), ("torch==2.1.0", ""),
        ("--extra-index-url https://pypi.example.com/simple\ntorch==2.1.0", "5090"),
    ])
    func letsPassWhatRunsOrIsUnknown(_ requirements: String, _ cards: String) throws {
        #expect(try check(requirements, on: cards) == .none)
    }

    @Test func offersAnotherBuildOfTheSameVersion() {
        let refusal = #expect(throws: StepFailure.self) { try check("torch==2.8.0", on: "1080") }
        #expect(
            refusal?.action
                == .addRequirements(["--extra-index-url https://download.pytorch.org/whl/cu126", "torch==2.8.0+cu126"]))
    }

    @Test(arguments: [
        "torch==2.1.0", "torch==2.7.0+cu118", "torch>=2.7,<2.8",
        "torch==2.7.0; python_version < '3.12'\ntorch==2.7.1; python_version >= '3.12'",
    ])
    func offersNoBuildThatChangesTheVersion(_ requirements: String) {
        let refusal = #expect(throws: StepFailure.self) { try check(requirements, on: "5090") }
        #expect(refusal?.action == nil)
    }

    @Test func doesNotAdviseWhatTheDriverCannotRun() {
        let refusal = #expect(throws: StepFailure.self) { try check("torch==2.8.0", on: "1080", driver: "470.256.02") }
        #expect(refusal?.message.contains("use torch 2.7 or earlier built for CUDA 11.8") == true)
    }

    // MARK: - Machines with several kinds of GPUs

    @Test func unfitGPUsAreLeftOutWhereOthersFit() throws {
        let unfit = try check("torch==2.1.0", on: "5090 4090")
        #expect(unfit == UnfitGPUs(uuids: ["GPU-0"], wheel: "torch 2.1.0"))
    }

    @Test func tooFewThatFitAreRefused() {
        let refusal = #expect(throws: StepFailure.self) { try check("torch==2.1.0", on: "5090 4090", count: 2) }
        #expect(
            refusal?.message.hasPrefix(
                "The app requests 2 GPUs, but torch 2.1.0 has no kernels for NVIDIA GeForce RTX 5090 (sm_120)") == true)
    }

    @Test func moreGPUsThanThereAreIsNotTheWheels() throws {
        #expect(try check("torch==2.1.0", on: "5090", count: 2).uuids == ["GPU-0"])
    }

    // MARK: - Images

    @Test(arguments: [nil, "numpy", "torch>=2.0", "torch==2.1.0"])
    func anImagesOwnPyTorchIsJudged(_ requirements: String?) {
        let image = ["PYTORCH_VERSION": "2.1.0", "CUDA_VERSION": "12.1.1"]
        let refusal = #expect(throws: StepFailure.self) { try check(requirements, image: image, on: "5090") }
        #expect(refusal?.message.hasPrefix("The base image's torch 2.1.0 has no kernels for NVIDIA") == true)
        #expect(refusal?.hint.contains("operator") == true && refusal?.action == nil)
    }

    @Test func whatReplacesTheImagesPyTorchIsJudgedInstead() throws {
        let image = ["PYTORCH_VERSION": "2.1.0", "CUDA_VERSION": "12.1.1"]
        #expect(try check("torch==2.8.0", image: image, on: "5090") == .none)
        #expect(throws: StepFailure.self) {
            try check("torch==2.2.0", image: ["PYTORCH_VERSION": "2.8.0", "CUDA_VERSION": "12.8.1"], on: "5090")
        }
    }

    @Test func nvidiasImagesNameTheirArchitectures() throws {
        var image = [
            "PYTORCH_VERSION": "2.9.0a0+145a3a7", "NVIDIA_PYTORCH_VERSION": "25.10", "CUDA_VERSION": "13.0.2",
            "TORCH_CUDA_ARCH_LIST": "8.0 8.6 9.0 10.0 11.0 12.0+PTX",
        ]
        #expect(try check("torch>=2.8", image: image, on: "5090") == .none)
        #expect(throws: StepFailure.self) { try check(nil, image: image, on: "1080") }
        image["TORCH_CUDA_ARCH_LIST"] = nil
        #expect(try check(nil, image: image, on: "1080") == .none)
    }
}
