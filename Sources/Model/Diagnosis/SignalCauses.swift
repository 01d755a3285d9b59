/// What an exit code says where no line of the log says more.
enum SignalCauses {
    static func outOfMemory(at stage: Evidence.Stage) -> Rule {
        stage == .install
            ? Rule(
                "install_out_of_memory",
                message: "The install needed more memory than the limit of [{memory} GiB|the app] and was killed.",
                hint: "Raise the memory limit.", remedy: .moreMemory)
            : Rule(
                "app_out_of_memory",
                message: "The app ran out of memory and was killed: its limit is [{memory} GiB|too low].",
                hint: "Raise its memory limit, or use a smaller model.", remedy: .moreMemory)
    }

    static let rules: [Rule] = [
        Rule(
            "ended_by_itself", exits: [0], message: "The app ended by itself, without an error (exit code 0).",
            hint: "The start command must run a server that stays in the foreground. A job or a bot needs no port."),
        Rule(
            "command_not_found", exits: [127],
            message: "The start command names a program that is not there (exit code 127).",
            hint: "Correct the start command: {command}"),
        Rule(
            "command_not_executable", exits: [126],
            message: "The start command names a file that cannot be executed (exit code 126).",
            hint: "Correct the start command: {command}"),
        Rule(
            "illegal_instruction", exits: [132],
            message: "The app used an instruction that this machine's processor does not have (signal 4).",
            hint: "Use packages that are built for older processors, without AVX."),
        Rule(
            "aborted", exits: [134], message: "The app aborted itself (signal 6): a library gave up.",
            hint: "Check the last lines of its log."),
        Rule(
            "bus_error", exits: [135],
            message: "The app could not use its shared memory (signal 7): /dev/shm or the disk is full.",
            hint: "Use fewer workers (num_workers=0), or ask the operator to raise containers.sharedMemory."),
        Rule(
            "arithmetic_error", exits: [136], message: "A library divided by zero (signal 8).",
            hint: "Use another version of the library that the log names last."),
        Rule(
            "killed", exits: [137], message: "The app exited with code 137 (signal 9).",
            hint: "Something killed it: a person, or the machine because its memory was full. Start it again."),
        Rule(
            "segmentation_fault", exits: [139], message: "The app crashed in a library's native code (signal 11).",
            hint: "Use versions that fit together of the packages that the log names last, often torch and CUDA."),
        Rule(
            "interrupted", exits: [130], message: "The app exited with code 130 (signal 2).",
            hint: "A program in its container interrupted it, as Ctrl-C does. Start it again."),
        Rule(
            "terminated", exits: [143], message: "The app exited with code 143 (signal 15).",
            hint: "It was told to end, by a person or a program in its container. Start it again."),
    ]
}
