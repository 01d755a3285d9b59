import Testing

@testable import Model

/// CUDA and its libraries: last lines in its own wording, not recorded here, and what a person is told.
struct DiagnosisGPUTests {
    @Test(arguments: tails) func namesTheCause(_ tail: DiagnosisTail) throws { try tail.expectToBeTold() }

    static let tails: [DiagnosisTail] = [
        DiagnosisTail(
            "gpu no driver",
            log: #"""
                Traceback (most recent call last):
                  File "/app/app.py", line 12, in <module>
                    main()
                RuntimeError: Found no NVIDIA driver on your system. Please check that you have an NVIDIA GPU and installed a driver from http://www.nvidia.com/Download/index.aspx
                """#,
            is: "gpu_missing", "The app wants a GPU and has none (app.py, line 12)."),
        DiagnosisTail(
            "gpu oom new",
            log: #"""
                Traceback (most recent call last):
                  File "/app/app.py", line 12, in <module>
                    main()
                torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 20.00 MiB. GPU 0 has a total capacity of 23.64 GiB of which 11.38 MiB is free. Including non-PyTorch memory, this process has 23.62 GiB memory in use.
                """#,
            is: "gpu_out_of_memory",
            "The GPU's memory is full: 20.00 MiB were asked for, 11.38 MiB of 23.64 GiB are free."),
        DiagnosisTail(
            "gpu oom old",
            log: #"""
                Traceback (most recent call last):
                  File "/app/app.py", line 12, in <module>
                    main()
                torch.cuda.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.00 GiB (GPU 0; 23.69 GiB total capacity; 21.50 GiB already allocated; 1.06 GiB free; 21.90 GiB reserved in total by PyTorch)
                """#,
            is: "gpu_out_of_memory",
            "The GPU's memory is full: 2.00 GiB were asked for, 1.06 GiB of 23.69 GiB are free."),
        DiagnosisTail(
            "gpu capab",
            log: #"""
                Traceback (most recent call last):
                  File "/app/app.py", line 12, in <module>
                    main()
                torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 1.50 GiB. GPU 0 has a total capacty of 15.89 GiB of which 801.12 MiB is free. Process 1 has 15.0 GiB memory in use.
                """#,
            is: "gpu_out_of_memory",
            "The GPU's memory is full: 1.50 GiB were asked for, 801.12 MiB of 15.89 GiB are free."),
        DiagnosisTail(
            "gpu compiled",
            log: #"""
                Traceback (most recent call last):
                  File "/app/app.py", line 12, in <module>
                    main()
                AssertionError: Torch not compiled with CUDA enabled
                """#,
            is: "gpu_missing", "The app wants a GPU and has none (app.py, line 12)."),
        DiagnosisTail(
            "gpu nokernel",
            log: #"""
                Traceback (most recent call last):
                  File "/app/app.py", line 12, in <module>
                    main()
                RuntimeError: CUDA error: no kernel image is available for execution on the device
                CUDA kernel errors might be asynchronously reported at some other API call, so the stacktrace below might be incorrect.
                For debugging consider passing CUDA_LAUNCH_BLOCKING=1.
                Compile with `TORCH_USE_CUDA_DSA` to enable device-side assertions.
                """#,
            is: "gpu_not_supported", "The installed packages have no code for this GPU."),
        DiagnosisTail(
            "gpu driver old",
            log: #"""
                Traceback (most recent call last):
                  File "/app/app.py", line 12, in <module>
                    main()
                RuntimeError: The NVIDIA driver on your system is too old (found version 11040). Please update your  …  and installing a new version from the URL: http://www.nvidia.com/Download/index.aspx
                """#,
            is: "gpu_driver_too_old", "The machine's NVIDIA driver (CUDA 11.4) is too old for the installed torch."),
        DiagnosisTail(
            "gpu 802",
            log: #"""
                Traceback (most recent call last):
                  File "/app/app.py", line 12, in <module>
                    main()
                RuntimeError: CUDA error: system not yet initialized
                """#,
            is: "gpu_not_initialised", "CUDA could not be initialised (app.py, line 12).", button: "Redeploy"),
        DiagnosisTail(
            "gpu unknown",
            log: #"""
                Traceback (most recent call last):
                  File "/app/app.py", line 12, in <module>
                    main()
                RuntimeError: CUDA unknown error - this may be due to an incorrectly set up environment, e.g. changi … e CUDA_VISIBLE_DEVICES after program start. Setting the available devices to be zero.
                """#,
            is: "gpu_not_initialised", "CUDA could not be initialised (app.py, line 12).", button: "Redeploy"),
        DiagnosisTail(
            "gpu nogpus",
            log: #"""
                Traceback (most recent call last):
                  File "/app/app.py", line 12, in <module>
                    main()
                RuntimeError: No CUDA GPUs are available
                """#,
            is: "gpu_missing", "The app wants a GPU and has none (app.py, line 12)."),
        DiagnosisTail(
            "gpu desnap",
            log: #"""
                Traceback (most recent call last):
                  File "/app/app.py", line 12, in <module>
                    main()
                RuntimeError: Attempting to deserialize object on a CUDA device but torch.cuda.is_available() is False. If you are running on a CPU-only machine, please use torch.load with map_location=torch.device('cpu') to map your storages to the CPU.
                """#,
            is: "gpu_missing", "The app wants a GPU and has none (app.py, line 12)."),
        DiagnosisTail(
            "gpu ordinal",
            log: #"""
                Traceback (most recent call last):
                  File "/app/app.py", line 12, in <module>
                    main()
                RuntimeError: CUDA error: invalid device ordinal
                """#,
            is: "gpu_index_missing", "The app asks for a GPU by a number that it does not have (app.py, line 12)."),
        DiagnosisTail(
            "gpu assert",
            log: #"""
                Traceback (most recent call last):
                  File "/app/app.py", line 12, in <module>
                    main()
                RuntimeError: CUDA error: device-side assert triggered
                """#,
            is: "gpu_fault", "A computation on the GPU failed (app.py, line 12).",
            button: "Set CUDA_LAUNCH_BLOCKING=1 and redeploy"),
        DiagnosisTail(
            "nccl",
            log: #"""
                Traceback (most recent call last):
                  File "/app/app.py", line 12, in <module>
                    main()
                torch.distributed.DistBackendError: NCCL error in: ../torch/csrc/distributed/c10d/NCCLUtils.hpp:275, unhandled system error, NCCL version 2.19.3
                """#,
            is: "nccl_failed", "The GPUs could not talk to each other (NCCL).",
            button: "Set NCCL_P2P_DISABLE=1 and redeploy"),
        DiagnosisTail(
            "libcudnn",
            log: #"""
                Traceback (most recent call last):
                  File "/app/app.py", line 12, in <module>
                    main()
                OSError: libcudnn.so.8: cannot open shared object file: No such file or directory
                """#,
            is: "cudnn_missing", "cuDNN is missing or of another version than the app expects (app.py, line 12)."),
        DiagnosisTail(
            "libcudart",
            log: #"""
                Traceback (most recent call last):
                  File "/app/app.py", line 12, in <module>
                    main()
                ImportError: libcudart.so.11.0: cannot open shared object file: No such file or directory
                """#,
            is: "cuda_library_missing",
            "A library of CUDA for app.py, line 12 is missing or of another version than the package expects."),
        DiagnosisTail(
            "xformers",
            log: #"""
                Traceback (most recent call last):
                  File "/app/app.py", line 12, in <module>
                    main()
                NotImplementedError: No operator found for `memory_efficient_attention_forward` with inputs:
                """#,
            is: "xformers_mismatch", "xformers is built for another torch or has no code for this GPU."),
        DiagnosisTail(
            "flash",
            log: #"""
                Traceback (most recent call last):
                  File "/app/app.py", line 12, in <module>
                    main()
                ImportError: FlashAttention2 has been toggled on, but it cannot be used due to the following error: the package flash_attn seems to be not installed. Please refer to the documentation
                """#,
            is: "flash_attention_missing",
            "The app wants flash-attn, which is missing or does not fit the installed torch."),
        DiagnosisTail(
            "bnb",
            log: #"""
                Traceback (most recent call last):
                  File "/app/app.py", line 12, in <module>
                    main()
                RuntimeError:
                        CUDA Setup failed despite GPU being available. Please run the following command to get more information:
                """#,
            is: "bitsandbytes_without_gpu", "bitsandbytes finds no CUDA that it is built for.",
            button: "Add bitsandbytes>=0.43 and redeploy"),
    ]
}
