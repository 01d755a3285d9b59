/// What CUDA and its libraries say.
enum GPUCauses {
    static let rules: [Rule] = [
        Rule(
            "gpu_out_of_memory",
            "CUDA out of memory. Tried to allocate {wanted*}. GPU {index#} has a total capa{c} of {total*} of which {free*} is free",
            message: "The GPU's memory is full: {wanted} were asked for, {free} of {total} are free.",
            hint: "Use a smaller model, batch or image, lower precision, or a GPU of its own."),
        Rule(
            "gpu_out_of_memory",
            "CUDA out of memory. Tried to allocate {wanted*} (GPU {index#}; {total*} total capacity; {used*} already allocated; {free*} free;",
            message: "The GPU's memory is full: {wanted} were asked for, {free} of {total} are free.",
            hint: "Use a smaller model, batch or image, lower precision, or a GPU of its own."),
        Rule(
            "gpu_out_of_memory", "CUDA out of memory", "OutOfMemoryError: CUDA", "CUDA error: out of memory",
            "CUBLAS_STATUS_ALLOC_FAILED", "OOM when allocating tensor", "CUDA_ERROR_OUT_OF_MEMORY",
            "failed to allocate memory on device", "cudaMalloc failed: out of memory",
            message: "The GPU's memory is full[ ({place})].",
            hint: "Use a smaller model, batch or image, lower precision, or a GPU of its own."),
        Rule(
            "gpu_missing", "Found no NVIDIA driver on your system", "No CUDA GPUs are available",
            "no CUDA-capable device is detected", "CUDA_ERROR_NO_DEVICE", "Torch not compiled with CUDA enabled",
            "torch.cuda.is_available() is False", "CUDA is not available", "No GPU found", "no NVIDIA GPU",
            "NVML Shared Library Not Found", "requires a GPU", "Found no NVIDIA", "is not able to access CUDA",
            "Torch is not able to use GPU",
            message: "The app wants a GPU and has none[ ({place})].",
            hint:
                "Give it a GPU in its settings; without one, tell it to use the CPU, often with --cpu or device=\"cpu\"."
        ),
        Rule(
            "gpu_driver_too_old", "driver on your system is too old (found version {driver#})",
            message: "The machine's NVIDIA driver (CUDA {driver_cuda}) is too old for the installed torch.",
            hint: "Ask for a torch built for an older CUDA, or ask the operator to update the driver."),
        Rule(
            "gpu_driver_too_old", "CUDA driver version is insufficient for CUDA runtime version",
            "CUDA_ERROR_UNSUPPORTED_PTX_VERSION", "the provided PTX was compiled with an unsupported toolchain",
            "forward compatibility was attempted on non supported HW", "requirement error: unsatisfied condition: cuda",
            message: "The machine's NVIDIA driver is too old for the app's CUDA.",
            hint: "Use packages built for an older CUDA, or ask the operator to update the driver."),
        Rule(
            "gpu_not_supported", "no kernel image is available for execution on the device",
            alongside: [["{card*} with CUDA capability {capability} is not compatible with the current PyTorch"]],
            message: "The installed torch has no code for this GPU ({capability}).",
            hint:
                "Ask for a torch that is built for it: sm_90 needs 2.0.1 with CUDA 11.8, sm_120 needs 2.7 with CUDA 12.8."
        ),
        Rule(
            "gpu_not_supported", "no kernel image is available", "CUDA_ERROR_NO_BINARY_FOR_GPU",
            "invalid device function",
            "Value 'sm_{capability}' is not defined", "sm_{capability} is not supported",
            message: "The installed packages have no code for this GPU[: sm_{capability}].",
            hint:
                "Ask for a torch that is built for it: sm_90 needs 2.0.1 with CUDA 11.8, sm_120 needs 2.7 with CUDA 12.8."
        ),
        Rule(
            "gpu_too_old", "FlashAttention only supports Ampere GPUs or newer",
            "bfloat16 is only supported on GPUs with",
            "Bfloat16 is only supported on GPUs with compute capability",
            message: "The GPU is too old for FlashAttention or bfloat16.",
            hint: "Use float16 and attn_implementation=\"sdpa\", or a newer GPU."),
        Rule(
            "gpu_not_initialised", "CUDA error: initialization error", "CUDA unknown error",
            "CUDA driver initialization failed",
            "system not yet initialized", "CUDA_ERROR_UNKNOWN", "cuInit", "CUDA initialization:",
            "Cannot re-initialize CUDA in forked subprocess",
            message: "CUDA could not be initialised[ ({place})].",
            hint:
                "Redeploy; if it happens again, ask the operator to check the GPU. Workers must start with spawn, not fork.",
            remedy: .redeploy),
        Rule(
            "gpu_fault", "an illegal memory access was encountered", "device-side assert triggered",
            "unspecified launch failure", "CUBLAS_STATUS_EXECUTION_FAILED", "uncorrectable ECC error",
            "CUDA error: misaligned address",
            message: "A computation on the GPU failed[ ({place})].",
            hint: "Set CUDA_LAUNCH_BLOCKING=1 to see which; if it comes and goes, ask the operator to check the GPU.",
            remedy: .variable("CUDA_LAUNCH_BLOCKING", "1")),
        Rule(
            "cudnn_missing", "Could not load library libcudnn", "libcudnn", "Unable to load any of {libcudnn",
            "CUDNN_STATUS_NOT_INITIALIZED", "CUDNN_STATUS_SUBLIBRARY_VERSION_MISMATCH", "cuDNN error: {status}",
            message: "cuDNN is missing or of another version than the app expects[ ({place})].",
            hint: "Use packages built for the same CUDA: ctranslate2<4.5 needs cuDNN 8, newer ones cuDNN 9."),
        Rule(
            "nccl_failed", "NCCL error", "ncclInternalError", "ncclSystemError", "ncclUnhandledCudaError",
            message: "The GPUs could not talk to each other (NCCL).",
            hint: "Set NCCL_P2P_DISABLE=1, or give the app one GPU.", remedy: .variable("NCCL_P2P_DISABLE", "1")),
        Rule(
            "bitsandbytes_without_gpu", "CUDA Setup failed despite GPU being available",
            "bitsandbytes was compiled without GPU support", "bitsandbytes is not available",
            "None of the available devices `available_devices",
            message: "bitsandbytes finds no CUDA that it is built for.",
            hint: "Give the app a GPU and use bitsandbytes>=0.43, or load the model without 4-bit and 8-bit.",
            remedy: .requirements("bitsandbytes>=0.43")),
        Rule(
            "xformers_mismatch", "No operator found for `memory_efficient_attention",
            "xFormers can't load C++/CUDA extensions",
            "xFormers wasn't build with CUDA support",
            message: "xformers is built for another torch or has no code for this GPU.",
            hint: "Leave xformers out, or ask for the version built for the installed torch."),
        Rule(
            "flash_attention_missing", "FlashAttention2 has been toggled on, but it cannot be used", "flash_attn",
            "the package flash_attn seems to be not installed",
            message: "The app wants flash-attn, which is missing or does not fit the installed torch.",
            hint: "Use attn_implementation=\"sdpa\", or a wheel of flash-attn built for this torch and CUDA."),
        Rule(
            "gpu_index_missing", "invalid device ordinal", "CUDA_ERROR_INVALID_DEVICE",
            message: "The app asks for a GPU by a number that it does not have[ ({place})].",
            hint: "Inside the container its GPUs count from 0: use cuda:0, or give it more GPUs."),
    ]
}
